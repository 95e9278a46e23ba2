import {
  hostKnobs,
  knobNamesOf,
  type OptimizerSpec,
  slotsOf,
  startingCounters,
  startingSlot,
  traceUpdate,
} from "thalweg/optimizers";
import { compile, type Tensor, tensor } from "thalweg/tensor";
import type { Work } from "./side.ts";

/** Weights, and a gradient that never changes. */
export interface UpdateTask {
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  /** Of one parameter. */
  readonly shape: readonly number[];
  /** Parameters of that shape that weights and gradient hold, one after the other; 1 unless said. */
  readonly tensors?: number;
}

type State = {
  readonly weights: Tensor;
  readonly slots: { readonly [name: string]: Tensor };
  readonly gradient: Tensor;
};

/**
 * Parameters side by side in one array, in a program of nothing but an optimizer's update. Rules that differentiate
 * the function themselves get ½‖w‖², whose derivatives cost nothing.
 */
export const updateWork = async (
  optimizer: OptimizerSpec,
  { weights, gradient, shape, tensors = 1 }: UpdateTask,
): Promise<Work> => {
  const { length } = weights;
  const parameters = Array.from({ length: tensors }, (_, index) => ({
    name: `w${index}`,
    shape,
    offset: (index * length) / tensors,
  }));
  const block = { name: "all", dtype: "float32", length, parameters } as const;
  const slots = Object.fromEntries(
    slotsOf(optimizer, [block]).map((need) => [need.name, tensor(startingSlot(need, weights))]),
  );
  const program = compile<State, readonly Tensor[], Tensor, string>(
    ({ state, knobs, variant, random }) => {
      const [next] = traceUpdate(optimizer, {
        blocks: [{ ...state, block }],
        knob: (name) => knobs[name],
        occasions: variant,
        loss: state.gradient.slice([0, 1]).sum(),
        random,
        objective: { gradientAt: (others) => others, hessianTimes: (vector) => vector },
      });
      return { state: { ...next, gradient: state.gradient }, outputs: next.weights.slice([0, 1]) };
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
      const output = await program.run({ inputs: [], knobs: next.knobs, variant: next.occasions, step });
      [first] = await output.data();
    },
    result: async () => first,
  };
};
