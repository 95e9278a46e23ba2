import { ThalwegError } from "../errors/thalweg-error.ts";
import { sizeOf } from "../graph/index.ts";
import { checkOption, layerName } from "./checks.ts";
import { type Layer, showBatched } from "./layer.ts";
import { featuresOf, type ScaleAndShift, scaleAndShiftSpecs, scaledAndShifted } from "./scale-and-shift.ts";

export interface GroupNormOptions extends ScaleAndShift {
  /** Added to the variance, in the input's unit squared; 1e-5 unless said. */
  readonly epsilon?: number;
  readonly name?: string;
}

/**
 * Group normalization: channels in `groups` of neighbours, each group of an example normalized by its own
 * mean and variance over all positions, whatever else is in the batch; then scale and shift by channel.
 * x: [batch, ..., channels]. One group is layer normalization over everything, a group a channel is
 * instance normalization. Wu & He 2018, arXiv:1803.08494.
 *
 * @example
 * groupNorm(4).build([8, 8, 32]).outputShape; // [8, 8, 32]
 */
export const groupNorm = (groups: number, { epsilon = 1e-5, name, ...learned }: GroupNormOptions = {}): Layer => {
  checkOption(Number.isSafeInteger(groups) && groups > 0, "groupNorm", "groups", "a positive integer", groups);
  checkOption(epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY, "groupNorm", "epsilon", "finite and ≥ 0", epsilon);
  const own = layerName(name, "groupNorm");
  return {
    name: own,
    kind: "groupNorm",
    outputKind: "values",
    build: (inputShape, path = own) => {
      const shape = featuresOf(inputShape, path);
      if (shape[0] % groups !== 0) {
        throw new ThalwegError(
          "layer",
          `${path}: expected channels in ${groups} groups of one size, got ${showBatched(inputShape)} with ` +
            `${shape[0]} channels; use a number of groups that divides them`,
        );
      }
      return { outputShape: inputShape, parameters: scaleAndShiftSpecs(shape, learned), state: {} };
    },
    apply: (x, context) => {
      const [batch, ...inputShape] = x.shape;
      const channels = inputShape[inputShape.length - 1];
      // [batch, groups, positions, channels of a group]: what is averaged lies side by side, for one pass a group.
      const split = [batch, sizeOf(inputShape) / channels, groups, channels / groups];
      const grouped = x.float().reshape(split).permute([0, 2, 1, 3]);
      const centred = grouped.sub(grouped.mean([2, 3], { keepDims: true }));
      const variance = centred.square().mean([2, 3], { keepDims: true });
      const y = centred.mul(variance.add(epsilon).rsqrt()).permute([0, 2, 1, 3]).reshape(x.shape);
      return { y: scaledAndShifted(y, context, learned) };
    },
  };
};
