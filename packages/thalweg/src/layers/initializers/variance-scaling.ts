import { ThalwegError } from "../../errors/thalweg-error.ts";
import { sizeOf } from "../../graph/index.ts";
import type { Fans, Initializer } from "./initializer.ts";

/**
 * Initial weights whose variance follows from how many inputs and outputs a weight joins, so that signals
 * and gradients keep their size through depth.
 *
 * | family | variance | for |
 * |---|---|---|
 * | Glorot & Bengio 2010 | 2/(fanIn + fanOut) | tanh, sigmoid, linear |
 * | He et al. 2015, arXiv:1502.01852 | 2/fanIn | ReLU and its relatives |
 * | LeCun et al. 1998, "Efficient BackProp" | 1/fanIn | SELU, normalized inputs |
 *
 * The truncated normal is cut off at two deviations and widened so that the variance is the same. Keras
 * calls the truncated ones "normal"; torch's `xavier_normal_` and `kaiming_normal_` are not truncated.
 *
 * @example
 * dense(128, { kernelInitializer: heNormal() });
 */
const families = {
  glorot: ({ fanIn, fanOut }: Fans) => 2 / (fanIn + fanOut),
  he: ({ fanIn }: Fans) => 2 / fanIn,
  leCun: ({ fanIn }: Fans) => 1 / fanIn,
} as const;

/** Deviation of a standard normal cut off at ±2: √(1 − 4φ(2)/(2Φ(2) − 1)). */
const truncatedDeviation = 0.8796256610342398;

export interface GainOptions {
  /** Multiplies every weight: 5/3 for tanh, √2 for ReLU with Glorot, as in torch's `calculate_gain`. */
  readonly gain?: number;
}

type Distribution = "uniform" | "normal" | "truncatedNormal";

const scaled = (
  name: string,
  family: keyof typeof families,
  distribution: Distribution,
  { gain = 1 }: GainOptions,
): Initializer => {
  if (!(gain > 0 && gain < Number.POSITIVE_INFINITY)) {
    throw new ThalwegError("argument", `${name}: gain must be finite and > 0, got ${gain}`);
  }
  return (shape, generator, fans) => {
    const values = new Float64Array(sizeOf(shape));
    const std = gain * Math.sqrt(families[family](fans));
    if (distribution === "normal") return generator.fillNormal(values, 0, std);
    if (distribution === "truncatedNormal") return generator.fillTruncatedNormal(values, 0, std / truncatedDeviation);
    // A uniform on ±a has variance a²/3.
    const bound = std * Math.sqrt(3);
    return generator.fillUniform(values, -bound, bound);
  };
};

/** Uniform on ±gain·√(6/(fanIn + fanOut)). */
export const glorotUniform = (options: GainOptions = {}): Initializer =>
  scaled("glorotUniform", "glorot", "uniform", options);
/** Normal with variance gain²·2/(fanIn + fanOut). */
export const glorotNormal = (options: GainOptions = {}): Initializer =>
  scaled("glorotNormal", "glorot", "normal", options);
/** Truncated normal with variance gain²·2/(fanIn + fanOut). */
export const glorotTruncatedNormal = (options: GainOptions = {}): Initializer =>
  scaled("glorotTruncatedNormal", "glorot", "truncatedNormal", options);
/** Uniform on ±gain·√(6/fanIn). */
export const heUniform = (options: GainOptions = {}): Initializer => scaled("heUniform", "he", "uniform", options);
/** Normal with variance gain²·2/fanIn. */
export const heNormal = (options: GainOptions = {}): Initializer => scaled("heNormal", "he", "normal", options);
/** Truncated normal with variance gain²·2/fanIn. */
export const heTruncatedNormal = (options: GainOptions = {}): Initializer =>
  scaled("heTruncatedNormal", "he", "truncatedNormal", options);
/** Uniform on ±gain·√(3/fanIn). */
export const leCunUniform = (options: GainOptions = {}): Initializer =>
  scaled("leCunUniform", "leCun", "uniform", options);
/** Uniform on ±1/√fanIn, where torch's linear layers begin: smaller than the others, which suits few data. */
export const fanInUniform = (): Initializer => scaled("fanInUniform", "leCun", "uniform", { gain: Math.sqrt(1 / 3) });
/** Normal with variance gain²/fanIn. */
export const leCunNormal = (options: GainOptions = {}): Initializer =>
  scaled("leCunNormal", "leCun", "normal", options);
/** Truncated normal with variance gain²/fanIn. */
export const leCunTruncatedNormal = (options: GainOptions = {}): Initializer =>
  scaled("leCunTruncatedNormal", "leCun", "truncatedNormal", options);
