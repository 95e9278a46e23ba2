import { hvp, valueAndGrad } from "../autodiff/index.ts";
import { batches } from "../data/index.ts";
import { isFloat } from "../kernels/dtype.ts";
import { asLayer } from "../layers/index.ts";
import { compile, type Tensor, type Trace, tensor } from "../tensor/index.ts";
import type { NamedArrays } from "../training/index.ts";
import { FlatParameters } from "./flat-parameters.ts";
import { checkNetwork, type Network } from "./network.ts";

/** A loss and its gradient. */
export interface ValueAndGradient {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** The derivatives of a network's loss, over all data, as functions of its parameters in one flat array. */
export interface Curvature {
  readonly dimension: number;
  /** The parameters among weights, one after the other in the order of the model. */
  flat(weights: NamedArrays): Float64Array;
  valueAndGradient(w: Float64Array): Promise<ValueAndGradient>;
  /** ∇²L(w)·v. */
  hessianTimes(w: Float64Array, v: Float64Array): Promise<Float64Array>;
}

export interface CurvatureOptions {
  /** What derivatives are computed in: float64 unless said; float32 is faster and has half the digits. */
  readonly dtype?: "float64" | "float32";
}

type State = Readonly<Record<string, Tensor>>;
type Inputs = Readonly<Record<string, Tensor>>;

/** What one batch gives: its loss, how much it counts, and the derivative. */
interface Part {
  readonly [name: string]: Tensor;
  readonly loss: Tensor;
  readonly share: Tensor;
  readonly derivative: Tensor;
}

/**
 * Gradients and Hessian products of a network's loss over its data, compiled once. Layers are in evaluation mode: batch
 * normalization uses the moving statistics among `weights`, dropout drops nothing.
 *
 * @example
 * const model = sequential([flatten(), dense(8), relu(), dense(10)]);
 * const weights = await trainer.weights();
 * const curvature = curvatureOf({ model, loss: crossEntropy(), data: validation }, weights);
 * const w = curvature.flat(weights);
 * const product = await curvature.hessianTimes(w, w);
 * product.length; // 6370
 */
export const curvatureOf = (
  network: Network,
  weights: NamedArrays,
  { dtype = "float64" }: CurvatureOptions = {},
): Curvature => {
  checkNetwork("curvatureOf", network);
  const { loss, data, batchSize = 256 } = network;
  const model = asLayer(network.model);
  const parameters = new FlatParameters(model.build(data.inputs.shape.slice(1)));
  const { dimension } = parameters;

  const derivative = ({ state, inputs, random, variant }: Trace<State, Inputs, never>) => {
    const { w, v, x, y, weights: counts } = inputs;
    const given = isFloat(x.dtype) ? x.toType(dtype) : x;
    const output = (at: Record<string, Tensor>): Tensor =>
      model.apply(given, { parameters: at, state, training: false, random }).y;
    const lossAt = (at: Record<string, Tensor>): Tensor => loss.apply(output(at), y, counts);
    const at = parameters.parts(w);
    const { value, gradient } = valueAndGrad(lossAt)(at);
    const share = loss.share?.(output(at), y, counts) ?? counts?.sum() ?? value.literal(x.shape[0]);
    const along = variant === "hessian" ? hvp(lossAt, at, parameters.parts(v)) : gradient;
    const outputs: Part = { loss: value, share, derivative: parameters.joined(along) };
    return { state, outputs };
  };
  const program = compile(derivative, { state: parameters.layerState(weights, dtype) });

  /** The mean over all batches, each counted as it should. */
  const mean = async (variant: "gradient" | "hessian", w: Float64Array, v: Float64Array): Promise<ValueAndGradient> => {
    const own = { w: tensor(w, [dimension], dtype), v: tensor(v, [dimension], dtype) };
    const sum = new Float64Array(dimension);
    let [total, counted] = [0, 0];
    for (const { inputs: x, targets: y, weights: counts } of batches(data, { batchSize, shuffle: false })) {
      const inputs: Inputs = {
        ...own,
        x: tensor(x.values, x.shape),
        y: tensor(y.values, y.shape),
        ...(counts && { weights: tensor(counts.values, counts.shape) }),
      };
      const part = await program.run({ inputs, variant });
      const share = await part.share.item();
      total += share * (await part.loss.item());
      counted += share;
      const values = await part.derivative.data();
      for (let index = 0; index < dimension; index++) sum[index] += share * values[index];
    }
    for (let index = 0; index < dimension; index++) sum[index] /= counted;
    return { loss: total / counted, gradient: sum };
  };

  return {
    dimension,
    flat: (from) => parameters.flat(from),
    valueAndGradient: (w) => mean("gradient", w, w),
    hessianTimes: async (w, v) => (await mean("hessian", w, v)).gradient,
  };
};
