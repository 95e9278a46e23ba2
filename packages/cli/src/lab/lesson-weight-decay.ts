import {
  adam,
  adamW,
  addDecayedWeights,
  addL2,
  chain,
  gradientDescent,
  Optimizer,
  type OptimizerSpec,
  scaleByLearningRate,
} from "thalweg/optimizers";
import type { Place } from "../pictures/figure.ts";
import type { Findings, Lesson } from "./lesson.ts";

const [updates, learningRate, lambda] = [1000, 0.01, 0.1];
/** Sizes of the two weights' gradients, whose signs alternate. */
const sizes = [0.1, 10];

/** Two weights that begin at 1, under gradients that say nothing but ±0.1 and ±10. */
const pathOf = (spec: OptimizerSpec): readonly Float64Array[] => {
  const weights = { w: Float64Array.of(1, 1) };
  const optimizer = new Optimizer(weights, spec);
  const path = [weights.w.slice()];
  for (let update = 0; update < updates; update++) {
    const sign = update % 2 === 0 ? 1 : -1;
    optimizer.step({ w: sizes.map((size) => sign * size) });
    path.push(weights.w.slice());
  }
  return path;
};

const rules: Readonly<Record<string, OptimizerSpec>> = {
  "gd with an L2 penalty": chain(addL2(lambda), gradientDescent({ learningRate })),
  "gd with decoupled decay": chain(addDecayedWeights(lambda), scaleByLearningRate(learningRate)),
  "Adam with an L2 penalty": chain(addL2(lambda), adam({ learningRate })),
  "AdamW, decoupled": adamW({ learningRate, weightDecay: lambda }),
};

const run = (): Findings => {
  const found = Object.entries(rules).map(([name, spec]) => {
    const path = pathOf(spec);
    return { name, path, last: path[updates] };
  });
  const [penalty, decoupled, adamPenalty, adamDecoupled] = found.map(({ last }) => last);
  const shown = found.slice(2);
  return {
    table: {
      head: ["rule", "weight with gradients ±0.1", "weight with gradients ±10"],
      rows: found.map(({ name, last }) => [name, ...Array.from(last, (value) => value.toFixed(4))]),
    },
    figures: [
      {
        kind: "line",
        title: "Two weights under decay, with Adam and with AdamW",
        x: { label: "update" },
        y: { label: "weight" },
        series: shown.flatMap(({ name, path }) =>
          sizes.map((size, index) => ({
            name: `${name}, ±${size}`,
            points: path.flatMap((at, update): Place[] => (update % 10 === 0 ? [[update, at[index]]] : [])),
          })),
        ),
      },
    ],
    sees: [
      `With gradient descent both ways are one rule: ${penalty[0].toFixed(4)} and ${decoupled[0].toFixed(4)}.`,
      `Adam divides the penalty by the size of the gradients, too. The weight with small gradients is pulled all the way (${adamPenalty[0].toFixed(4)}), the one with large gradients hardly (${adamPenalty[1].toFixed(4)}): exactly those that learn most are regularized least.`,
      `AdamW pulls both alike: ${adamDecoupled[0].toFixed(4)} and ${adamDecoupled[1].toFixed(4)}, close to (1 − ηλ)¹⁰⁰⁰ = ${((1 - learningRate * lambda) ** updates).toFixed(4)}.`,
      "A decay of 0.01 to 0.1 with AdamW helps or is harmless; leave out biases and norms. Beware of names: λ/2·‖w‖² has the gradient λw, Keras' λ‖w‖² has 2λw.",
    ],
    numbers: {
      "gd penalty": penalty[0],
      "gd decoupled": decoupled[0],
      "adam penalty, small gradients": adamPenalty[0],
      "adam penalty, large gradients": adamPenalty[1],
      "adamw, small gradients": adamDecoupled[0],
      "adamw, large gradients": adamDecoupled[1],
    },
  };
};

export const weightDecayLesson: Lesson = {
  name: "weight-decay",
  title: "Weight decay: coupled and decoupled",
  about: [
    "Regularization pulls weights towards 0. An L2 penalty adds λw to the gradient; decoupled decay subtracts ηλw from the weight itself. For gradient descent these are the same.",
    "Two weights begin at 1. Their gradients only alternate in sign, so nothing but decay should move them in the long run.",
  ],
  run,
  command: "thalweg train garments --optimizer adamw --weight-decay 0.05 --updates 50",
  terms: ["weight decay", "l2 penalty", "adamw", "regularization"],
};
