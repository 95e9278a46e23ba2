import { initialZeros } from "./initializers/index.ts";
import type { Layer } from "./layer.ts";
import { gateOf, type RecurrentOptions, recurrent } from "./recurrent.ts";

export interface GruOptions extends RecurrentOptions {
  /**
   * Where the reset gate acts: on the product of h and its weights, with a bias of its own, as in Keras and torch (true,
   * unless said), or on h before the product, as in the paper (false).
   */
  readonly resetAfter?: boolean;
}

/**
 * Gated recurrent unit: r = σ(xₜ·Wᵣ + hₜ₋₁·Rᵣ + bᵣ), z = σ(xₜ·W_z + hₜ₋₁·R_z + b_z),
 * n = tanh(xₜ·Wₙ + r·(hₜ₋₁·Rₙ + b′ₙ) + bₙ), hₜ = (1 − z)·n + z·hₜ₋₁, from zeros; in the paper's form
 * n = tanh(xₜ·Wₙ + (r·hₜ₋₁)·Rₙ + bₙ). x: [batch, time, features] → [batch, units], or every h with
 * `returnSequences`: [batch, time, units]; weight: [features, 3·units], recurrentWeight: [units, 3·units],
 * bias: [3·units] and, with `resetAfter`, recurrentBias: [3·units], gates in the order r, z, n.
 * Cho et al. 2014, arXiv:1406.1078.
 *
 * Torch's GRU has the same gates in the same order; Keras's has z before r.
 *
 * @example
 * const model = sequential([gru(64), dense(1)]);
 * model.build([50, 2]).outputShape; // [1]
 */
export const gru = (units: number, { resetAfter = true, ...options }: GruOptions = {}): Layer => {
  const { bias = true } = options;
  const recurrentBias = { shape: [3 * units], initializer: initialZeros(), kind: "bias" } as const;
  return recurrent(
    {
      kind: "gru",
      units,
      gates: 3,
      states: 1,
      more: resetAfter && bias ? { recurrentBias } : {},
      step: ([h], { projected, recurrentWeight, parameters, seen }) => {
        const [ofR, ofZ, ofN] = [0, 1, 2].map((gate) => gateOf(projected, gate, units));
        const mixed = (z: ReturnType<typeof gateOf>, n: ReturnType<typeof gateOf>) => [
          z.literal(1).sub(z).mul(n).add(z.mul(h)),
        ];
        if (resetAfter) {
          const product = seen(h).matmul(recurrentWeight);
          const sum = bias ? product.add(parameters.recurrentBias) : product;
          const [r, z] = [ofR.add(gateOf(sum, 0, units)).sigmoid(), ofZ.add(gateOf(sum, 1, units)).sigmoid()];
          return mixed(z, ofN.add(r.mul(gateOf(sum, 2, units))).tanh());
        }
        const gates = seen(h).matmul(recurrentWeight.slice(null, [0, 2 * units]));
        const [r, z] = [ofR.add(gateOf(gates, 0, units)).sigmoid(), ofZ.add(gateOf(gates, 1, units)).sigmoid()];
        const product = seen(h)
          .mul(r)
          .matmul(recurrentWeight.slice(null, [2 * units, 3 * units]));
        return mixed(z, ofN.add(product).tanh());
      },
    },
    options,
  );
};
