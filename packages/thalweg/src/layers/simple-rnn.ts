import { checkOption } from "./checks.ts";
import type { Layer } from "./layer.ts";
import { type RecurrentOptions, recurrent } from "./recurrent.ts";

export interface SimpleRnnOptions extends RecurrentOptions {
  readonly activation?: "tanh" | "relu";
}

/**
 * The plain recurrent layer: hₜ = φ(xₜ·W + hₜ₋₁·R + b) with φ tanh or ReLU and h₀ = 0.
 * x: [batch, time, features] → [batch, units], or every h with `returnSequences`: [batch, time, units];
 * weight: [features, units], recurrentWeight: [units, units], bias: [units]. Elman 1990, "Finding structure in time".
 *
 * As Keras's SimpleRNN; torch's RNN has two biases that only their sum matters of. Gradients grow or vanish with the
 * powers of R: clip them, or use `lstm` or `gru`.
 *
 * @example
 * const model = sequential([simpleRnn(32), dense(1)]);
 * model.build([50, 2]).outputShape; // [1]
 */
export const simpleRnn = (units: number, { activation = "tanh", ...options }: SimpleRnnOptions = {}): Layer => {
  checkOption(
    activation === "tanh" || activation === "relu",
    "simpleRnn",
    "activation",
    '"tanh" or "relu"',
    activation,
  );
  return recurrent(
    {
      kind: "simpleRnn",
      units,
      gates: 1,
      states: 1,
      step: ([h], { projected, recurrentWeight, seen }) => {
        const sum = seen(h).matmul(recurrentWeight).add(projected);
        return [activation === "tanh" ? sum.tanh() : sum.relu()];
      },
    },
    options,
  );
};
