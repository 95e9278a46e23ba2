import { ThalwegError } from "../errors/thalweg-error.ts";
import { sizeOf } from "../graph/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { checkOption, layerName } from "./checks.ts";
import { initialOnes, initialZeros } from "./initializers/index.ts";
import { type Layer, type LayerContext, type ParameterSpec, showBatched } from "./layer.ts";

export interface BatchNormOptions {
  /** Share of the old moving average that each step keeps, as in Keras: torch's momentum is 1 minus this. 0.9 unless said. */
  readonly momentum?: number;
  /** Added to the variance, in the input's unit squared; 1e-5 unless said. */
  readonly epsilon?: number;
  /** Whether a factor is learned; needless before a linear layer. */
  readonly scale?: boolean;
  /** Whether an offset is learned. */
  readonly shift?: boolean;
  /**
   * Whether the moving variance averages n/(n − 1) times the batch's variance, as in torch; otherwise the
   * batch's variance itself, as in Keras.
   */
  readonly unbiased?: boolean;
  readonly name?: string;
}

/**
 * Batch normalization over all axes but the last: y = scale·(x − mean)/√(variance + ε) + shift, with the
 * batch's mean and (biased) variance while training and their moving averages at inference. A dense
 * layer before it needs no bias. Ioffe & Szegedy 2015, arXiv:1502.03167.
 *
 * With momentum 0.9 the moving averages are right after a few dozen steps; Keras's default is 0.99 with
 * ε = 1e-3, torch's is 0.9 in this convention with `unbiased: true`. A batch with one value a feature has no
 * variance: learning from it is an error, as in torch.
 *
 * @example
 * const model = sequential([dense(256, { bias: false }), batchNorm(), relu(), dense(10)]);
 */
export const batchNorm = ({
  momentum = 0.9,
  epsilon = 1e-5,
  scale = true,
  shift = true,
  unbiased = false,
  name,
}: BatchNormOptions = {}): Layer => {
  checkOption(momentum >= 0 && momentum <= 1, "batchNorm", "momentum", "in [0, 1]", momentum);
  checkOption(epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY, "batchNorm", "epsilon", "finite and ≥ 0", epsilon);
  const own = layerName(name, "batchNorm");

  const normalized = (x: Tensor, mean: Tensor, variance: Tensor, { parameters }: LayerContext): Tensor => {
    const factor = variance.add(epsilon).rsqrt();
    const y = x.sub(mean).mul(scale ? factor.mul(parameters.scale) : factor);
    return shift ? y.add(parameters.shift) : y;
  };

  return {
    name: own,
    kind: "batchNorm",
    outputKind: "values",
    build: (inputShape, path = own) => {
      if (inputShape.length === 0) {
        throw new ThalwegError(
          "layer",
          `${path}: expected input [batch, features], got ${showBatched(inputShape)}; add reshape([1]) before it`,
        );
      }
      const shape = inputShape.slice(-1);
      const factor: ParameterSpec = { shape, initializer: initialOnes(), kind: "scale" };
      const offset: ParameterSpec = { shape, initializer: initialZeros(), kind: "shift" };
      return {
        outputShape: inputShape,
        parameters: { ...(scale && { scale: factor }), ...(shift && { shift: offset }) },
        state: { movingMean: { shape, start: 0 }, movingVariance: { shape, start: 1 } },
        ...(sizeOf(inputShape) === shape[0] && { limits: { batch: { least: 2, layer: path } } }),
      };
    },
    apply: (x, context) => {
      const { movingMean, movingVariance } = context.state;
      if (!context.training) return { y: normalized(x, movingMean, movingVariance, context) };
      const axes = x.shape.slice(0, -1).map((_, axis) => axis);
      const count = x.size / x.shape[axes.length];
      if (count === 1) {
        throw new ThalwegError(
          "layer",
          `${own}: a batch of one example has no variance to learn with, got [${x.shape.join(", ")}]; ` +
            "use larger batches, or layerNorm()",
        );
      }
      const mean = x.mean(axes);
      const variance = x.sub(mean).square().mean(axes);
      const counted = unbiased ? variance.mul(count / (count - 1)) : variance;
      const share = context.statisticsShare;
      const moved = (average: Tensor, value: Tensor) =>
        share ? average.add(value.sub(average).mul(share)) : average.mul(momentum).add(value.mul(1 - momentum));
      return {
        y: normalized(x, mean, variance, context),
        state: { movingMean: moved(movingMean, mean), movingVariance: moved(movingVariance, counted) },
      };
    },
  };
};
