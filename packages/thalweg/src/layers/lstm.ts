import type { Initializer } from "./initializers/index.ts";
import type { Layer } from "./layer.ts";
import { gateOf, type RecurrentOptions, recurrent } from "./recurrent.ts";

export interface LstmOptions extends RecurrentOptions {
  /** Whether biases of forget gates begin at 1 instead of 0, so that memory lasts at first; true unless said. */
  readonly unitForgetBias?: boolean;
}

/**
 * Long short-term memory: (i, f, g, o) = xₜ·W + hₜ₋₁·R + b, cₜ = σ(f)·cₜ₋₁ + σ(i)·tanh(g), hₜ = σ(o)·tanh(cₜ), from
 * zeros. x: [batch, time, features] → [batch, units], or every h with `returnSequences`: [batch, time, units];
 * weight: [features, 4·units], recurrentWeight: [units, 4·units], bias: [4·units], gates in the order i, f, g, o.
 * Hochreiter & Schmidhuber 1997, "Long short-term memory"; Gers et al. 2000, "Learning to forget".
 *
 * As Keras's LSTM, initial values included; torch's has the same gates in the same order, and two biases that only
 * their sum matters of.
 *
 * @example
 * const model = sequential([lstm(64, { returnSequences: true }), lstm(64), dense(1)]);
 * model.build([50, 2]).outputShape; // [1]
 */
export const lstm = (units: number, { unitForgetBias = true, ...options }: LstmOptions = {}): Layer =>
  recurrent(
    {
      kind: "lstm",
      units,
      gates: 4,
      states: 2,
      biasInitializer: unitForgetBias ? forgetBias(units) : undefined,
      step: ([h, c], { projected, recurrentWeight, seen }) => {
        const sum = seen(h).matmul(recurrentWeight).add(projected);
        const [i, f, g, o] = [0, 1, 2, 3].map((gate) => gateOf(sum, gate, units));
        const memory = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()));
        return [o.sigmoid().mul(memory.tanh()), memory];
      },
    },
    options,
  );

/** 1 for forget gates, 0 for the others. Jozefowicz et al. 2015, "An empirical exploration of recurrent network architectures". */
const forgetBias =
  (units: number): Initializer =>
  () =>
    new Float64Array(4 * units).fill(1, units, 2 * units);
