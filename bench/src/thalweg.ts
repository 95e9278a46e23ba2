import { dense, relu, sequential } from "thalweg/layers";
import { crossEntropy } from "thalweg/losses";
import { adam, hostKnobs, knobNamesOf, slotsOf, startingCounters, startingSlot, traceUpdate } from "thalweg/optimizers";
import { compile, evaluate, type Tensor, tensor } from "thalweg/tensor";
import { Trainer } from "thalweg/training";
import type { AdamTask, ClassifierTask, ProductTask, Side, Work } from "./side.ts";

/** Through the trainer, as users train. */
const classifier = async ({ layers, x, labels, learningRate }: ClassifierTask): Promise<Work> => {
  const last = layers.length - 1;
  const model = sequential(
    layers.map(({ units }, index) =>
      dense(units, { name: `layer${index}`, activation: index < last ? relu() : undefined }),
    ),
  );
  const trainer = new Trainer({
    model,
    loss: crossEntropy(),
    optimizer: adam({ learningRate }),
    inputShape: [layers[0].inputs],
  });
  const start = layers.flatMap(({ inputs, units, weight }, index) => [
    [`layer${index}/weight`, { shape: [inputs, units], values: weight }] as const,
    [`layer${index}/bias`, { shape: [units], values: new Float32Array(units) }] as const,
  ]);
  await trainer.setWeights(Object.fromEntries(start));
  const inputs = tensor(x, [labels.length, layers[0].inputs]);
  const targets = tensor(labels);
  let loss = Number.NaN;
  return {
    run: async () => {
      loss = await trainer.step(inputs, targets);
    },
    result: async () => loss,
  };
};

/** One block of weights in a program of nothing but the update. */
const adamUpdate = async ({ weights, gradient, learningRate }: AdamTask): Promise<Work> => {
  const optimizer = adam({ learningRate });
  const { length } = weights;
  const block = {
    name: "all",
    dtype: "float32",
    length,
    parameters: [{ name: "w", shape: [length], offset: 0 }],
  } as const;
  const slots: { readonly [name: string]: Tensor } = Object.fromEntries(
    slotsOf(optimizer, [block]).map((need) => [need.name, tensor(startingSlot(need, weights))]),
  );
  const program = compile(
    ({ state, knobs }: UpdateTrace) => {
      const [{ weights, slots }] = traceUpdate(optimizer, {
        blocks: [{ ...state, block }],
        knob: (name) => knobs[name],
      });
      return { state: { weights, slots: { ...slots }, gradient: state.gradient }, outputs: weights.slice([0, 1]) };
    },
    // As state, which a program may leave as it is, the gradient stays on the device.
    { state: { weights: tensor(weights), slots, gradient: tensor(gradient) }, knobs: knobNamesOf(optimizer) },
  );
  let step = 0;
  let counters = startingCounters(optimizer);
  let first = Number.NaN;
  return {
    run: async () => {
      step += 1;
      const next = hostKnobs(optimizer, { step, counters });
      counters = next.counters;
      const output = await program.run({ inputs: [], knobs: next.knobs });
      [first] = await output.data();
    },
    result: async () => first,
  };
};

type UpdateTrace = {
  readonly state: {
    readonly weights: Tensor;
    readonly slots: { readonly [name: string]: Tensor };
    readonly gradient: Tensor;
  };
  readonly inputs: readonly Tensor[];
  readonly knobs: Readonly<Record<string, Tensor>>;
};

const product = async ({ size, a, b }: ProductTask): Promise<Work> => {
  const left = tensor(a, [size, size]);
  const right = tensor(b, [size, size]);
  let last = left;
  return {
    run: async () => {
      last = left.matmul(right);
      await evaluate(last);
    },
    result: async () => (await last.data())[size + 1],
  };
};

export const thalweg: Side = { name: "Thalweg", classifier, adam: adamUpdate, product };
