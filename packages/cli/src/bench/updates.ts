import { planMemory } from "thalweg/devices";
import {
  adam,
  hostKnobs,
  knobNamesOf,
  Optimizer,
  slotsOf,
  startingCounters,
  startingSlot,
  traceUpdate,
} from "thalweg/optimizers";
import { Generator } from "thalweg/random";
import { compile, type Tensor, tensor } from "thalweg/tensor";
import type { Prepared, Workload } from "./workload.ts";

type State = { readonly weights: Tensor; readonly gradient: Tensor; readonly slots: Readonly<Record<string, Tensor>> };

const many = 10_000_000;
/** Read and written for each weight: the weight, two averages, and the gradient, which is only read. */
const numbersOfAdam = 7;

/** Adam's update of one array, with a gradient that never changes. */
const prepareUpdate = async (): Promise<Prepared> => {
  const generator = new Generator(0, "bench");
  const uniform = (): Float32Array => generator.fillUniform(new Float32Array(many), -1, 1);
  const optimizer = adam({ learningRate: 1e-3 });
  const block = {
    name: "all",
    dtype: "float32",
    length: many,
    parameters: [{ name: "w", shape: [many], offset: 0 }],
  } as const;
  const weights = uniform();
  const needs = slotsOf(optimizer, [block]);
  const slots = Object.fromEntries(needs.map((need) => [need.name, tensor(startingSlot(need, weights))]));
  const program = compile<State, readonly Tensor[], readonly Tensor[], string>(
    ({ state, knobs, variant, random }) => {
      const [next] = traceUpdate(optimizer, {
        blocks: [{ ...state, block }],
        knob: (name) => knobs[name],
        occasions: variant,
        loss: state.gradient.slice([0, 1]).sum(),
        random,
      });
      return { state: { ...next, gradient: state.gradient }, outputs: [] };
    },
    { state: { weights: tensor(weights), gradient: tensor(uniform()), slots }, knobs: knobNamesOf(optimizer) },
  );
  const array = many * Float32Array.BYTES_PER_ELEMENT;
  let step = 0;
  let counters = startingCounters(optimizer);
  const next = () => hostKnobs(optimizer, { step: step + 1, counters });
  return {
    run: async () => {
      const { knobs, occasions, counters: later } = next();
      await program.run({ inputs: [], knobs, variant: occasions, step });
      step += 1;
      counters = later;
    },
    amount: { unit: "GB", value: (numbersOfAdam * array) / 1e9 },
    bytes: () => {
      const { plan } = program.planFor([], { training: false, variant: next().occasions });
      const { kept, ...memory } = planMemory(plan);
      return { ...memory, weights: array, gradients: array + kept, optimizer: needs.length * array };
    },
  };
};

const stepsAtOnce = 1000;

/** Value, gradient and update of (1 − x)² + 100·(y − x²)², on plain arrays. */
const prepareSmall = async (): Promise<Prepared> => {
  const weights = { w: Float64Array.of(-1.2, 1) };
  const gradients = { w: new Float64Array(2) };
  const optimizer = new Optimizer(weights, adam({ learningRate: 1e-3 }));
  const value = (): number => {
    const [x, y] = weights.w;
    const valley = y - x * x;
    gradients.w[0] = -2 * (1 - x) - 400 * x * valley;
    gradients.w[1] = 200 * valley;
    return (1 - x) ** 2 + 100 * valley * valley;
  };
  return {
    run: async () => {
      for (let step = 0; step < stepsAtOnce; step += 1) {
        const loss = value();
        optimizer.step(gradients, { loss });
      }
    },
    pieces: stepsAtOnce,
  };
};

/** Updates without a model. */
export const updates: readonly Workload[] = [
  {
    name: "adam",
    title: "adam on 10 M weights",
    isStep: true,
    compiles: false,
    onOneThread: false,
    prepare: prepareUpdate,
  },
  {
    name: "small",
    title: "adam on a function of 2 numbers",
    isStep: false,
    compiles: false,
    onOneThread: true,
    prepare: prepareSmall,
  },
];
