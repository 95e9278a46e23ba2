import { checkOption, layerName } from "./checks.ts";
import type { Layer } from "./layer.ts";
import { featuresOf, scaleAndShiftSpecs, scaledAndShifted } from "./scale-and-shift.ts";

export interface RmsNormOptions {
  /** Added to the mean square, in the input's unit squared; 1e-6 unless said. */
  readonly epsilon?: number;
  /** Whether a factor is learned; true unless said. */
  readonly scale?: boolean;
  readonly name?: string;
}

/**
 * Root-mean-square normalization over the features of each position: y = scale·x/√(mean(x²) + ε), layer
 * normalization without its centre. x: [batch, ..., features]. Zhang & Sennrich 2019, arXiv:1910.07467.
 *
 * @example
 * const model = sequential([dense(64), rmsNorm(), silu(), dense(10)]);
 */
export const rmsNorm = ({ epsilon = 1e-6, scale = true, name }: RmsNormOptions = {}): Layer => {
  checkOption(epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY, "rmsNorm", "epsilon", "finite and ≥ 0", epsilon);
  const own = layerName(name, "rmsNorm");
  const learned = { scale, shift: false };
  return {
    name: own,
    kind: "rmsNorm",
    outputKind: "values",
    build: (inputShape, path = own) => ({
      outputShape: inputShape,
      parameters: scaleAndShiftSpecs(featuresOf(inputShape, path), learned),
      state: {},
    }),
    apply: (x, context) => {
      const values = x.float();
      const meanSquare = values.square().mean(-1, { keepDims: true });
      return { y: scaledAndShifted(values.mul(meanSquare.add(epsilon).rsqrt()), context, learned) };
    },
  };
};
