import { centralizeGradient, type Transform } from "../../optimizers/index.ts";

/**
 * `optax.centralize`: u ← u − mean(u) over all axes but the first. Ours, `centralizeGradient`, leaves out the last
 * axis, which counts the outputs of a layer. Keeps no state.
 *
 * @example
 * const weights = { w: { data: new Float64Array(4), shape: [2, 2] } };
 * new Optimizer(weights, chain(optax.centralize(), optax.sgd({ learningRate: 1 }))).step({ w: [1, 2, 5, 4] });
 * weights.w.data; // [0.5, -0.5, -0.5, 0.5]
 */
export const centralize = (): Transform => centralizeGradient({ units: "first" });
