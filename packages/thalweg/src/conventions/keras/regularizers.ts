import { addL2, type Hyper, type Transform, transform } from "../../optimizers/index.ts";
import { notNegative, readOptions } from "../../optimizers/options.ts";
import { scaled } from "../../schedules/index.ts";

const rules = { factor: notNegative };

const checked = (owner: string, factor: Hyper): Hyper => readOptions(owner, { factor }, rules, { factor }).factor;

/**
 * `keras.regularizers.L2`: a penalty λ‖w‖², whose gradient 2λw joins the update, as the first stage of a chain:
 * `keras.l2(0.01)` is `addL2(0.02)`, for our L2 is λ/2·‖w‖². λ is 0.01 unless given. Keras adds the penalty to
 * the loss, too; here the loss stays as it is.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, chain(keras.l2(0.1), gradientDescent({ learningRate: 0.1 }))).step({ w: [0] });
 * weights.w[0]; // 4.9
 */
export const l2 = (factor: Hyper = 0.01): Transform => {
  const penalty = checked("keras.l2", factor);
  return addL2(typeof penalty === "number" ? 2 * penalty : scaled(2, penalty));
};

/**
 * `keras.regularizers.L1`: a penalty λ‖w‖₁, whose gradient λ·sign(w) joins the update, as the first stage of a
 * chain. λ is 0.01 unless given. Weights swing around 0 instead of reaching it; `ftrl` with `l1` sets them to 0.
 *
 * @example
 * const weights = { w: Float64Array.of(5, -5) };
 * new Optimizer(weights, chain(keras.l1(0.1), gradientDescent({ learningRate: 0.1 }))).step({ w: [0, 0] });
 * weights.w; // [4.99, -4.99]
 */
export const l1 = (factor: Hyper = 0.01): Transform =>
  transform({
    name: "addL1",
    config: { factor: checked("keras.l1", factor) },
    rules,
    update: ({ update, parameter, factor }) => ({ update: update.add(parameter.sign().mul(factor)) }),
  });
