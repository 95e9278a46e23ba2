import { checkOption, layerName } from "./checks.ts";
import type { Layer } from "./layer.ts";
import { featuresOf, type ScaleAndShift, scaleAndShiftSpecs, scaledAndShifted } from "./scale-and-shift.ts";

export interface LayerNormOptions extends ScaleAndShift {
  /** Added to the variance, in the input's unit squared; 1e-5 unless said, as in torch (Keras: 1e-3). */
  readonly epsilon?: number;
  readonly name?: string;
}

/**
 * Layer normalization over the features of each position: y = scale·(x − mean)/√(variance + ε) + shift, the
 * same while training and afterwards. x: [batch, ..., features]. Ba et al. 2016, arXiv:1607.06450.
 *
 * @example
 * const model = sequential([dense(64), layerNorm(), gelu(), dense(10)]);
 */
export const layerNorm = ({ epsilon = 1e-5, name, ...learned }: LayerNormOptions = {}): Layer => {
  checkOption(epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY, "layerNorm", "epsilon", "finite and ≥ 0", epsilon);
  const own = layerName(name, "layerNorm");
  return {
    name: own,
    kind: "layerNorm",
    outputKind: "values",
    build: (inputShape, path = own) => ({
      outputShape: inputShape,
      parameters: scaleAndShiftSpecs(featuresOf(inputShape, path), learned),
      state: {},
    }),
    apply: (x, context) => {
      const centred = x.float().sub(x.mean(-1, { keepDims: true }));
      const variance = centred.square().mean(-1, { keepDims: true });
      return { y: scaledAndShifted(centred.mul(variance.add(epsilon).rsqrt()), context, learned) };
    },
  };
};
