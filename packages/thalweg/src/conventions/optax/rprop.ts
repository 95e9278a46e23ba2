import { filled, transform, zeroed } from "../../optimizers/index.ts";
import { fixedNotNegative, fixedPair } from "../../optimizers/options.ts";
import { where } from "../../tensor/index.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxRpropOptions {
  /** Length of each weight's first step; 1e-3 unless given. Optax asks for it. */
  learningRate?: number;
  /** [η⁻, η⁺]; [0.5, 1.2] unless given. */
  etas?: readonly [number, number];
  /** The least and the greatest length; [1e-6, 50] unless given. */
  stepSizes?: readonly [number, number];
}

/**
 * `optax.rprop`: each length d times η⁺ while the sign of g stays and times η⁻ when it changes, and a move
 * p = sign(g)·d, 0 after a change. Each update makes the move that the one before found, so the first moves nothing.
 * Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, optax.rprop({ learningRate: 0.1 }));
 * optimizer.step({ w: [10] });
 * weights.w[0]; // 5
 * optimizer.step({ w: [9] });
 * weights.w[0]; // 4.9
 */
export const rprop: Convention<OptaxRpropOptions> = defineConvention<OptaxRpropOptions>({
  library: "optax",
  name: "rprop",
  original: "optax.rprop",
  formula: "d ← clamp(d·(η⁺ if g·p > 0, η⁻ if g·p < 0)), w ← w − p and then p ← sign(g)·d, but both 0 where g·p < 0",
  differences: [
    "Every move is made one update late, w ← w − p with p = sign(g)·d of the update before; ours is made at once",
  ],
  rules: {
    learningRate: fixedNotNegative,
    etas: fixedPair("[η⁻, η⁺] with 0 < η⁻ < 1 < η⁺", (shrink, grow) => shrink > 0 && shrink < 1 && grow > 1),
    stepSizes: fixedPair("[least, greatest] with 0 ≤ least ≤ greatest", (a, b) => a >= 0 && a <= b),
  },
  defaults: { learningRate: 1e-3, etas: [0.5, 1.2], stepSizes: [1e-6, 50] },
  build: ({ learningRate, etas: [shrink, grow], stepSizes: [least, greatest] }) => [
    transform({
      name: "lateRprop",
      config: { shrink, grow, least, greatest },
      slots: { p: zeroed, d: filled(learningRate) },
      update: ({ update, p: waiting, d: length, shrink, grow, least, greatest }) => {
        const sign = update.sign();
        // Signs, since products of small numbers would round to 0.
        const agreement = sign.mul(waiting.sign());
        const zero = agreement.literal(0);
        const turned = agreement.lt(zero);
        const moved = length.mul(where(turned, shrink, grow)).clamp(least, greatest);
        const d = where(agreement.eq(zero), length, moved);
        return { update: where(turned, zero, waiting).neg(), p: where(turned, zero, sign.mul(d)), d };
      },
    }),
  ],
});
