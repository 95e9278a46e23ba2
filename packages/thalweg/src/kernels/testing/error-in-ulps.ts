import { type TranscendentalName, transcendentals } from "../transcendental/index.ts";
import { applied } from "./scalar-function.ts";

const significandBits = { float32: 23, float64: 52 } as const;
const smallestExponent = { float32: -126, float64: -1022 } as const;

/** The distance between neighbours of `type` around x. */
export const ulp = (type: "float32" | "float64", x: number): number => {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), smallestExponent[type]);
  return 2 ** (exponent - significandBits[type]);
};

/** The largest error of a function over `xs`, in units of the last place of the true value. */
export const largestError = (
  name: TranscendentalName,
  type: "float32" | "float64",
  xs: readonly number[],
  truth: (x: number) => number,
): number => {
  const inputs = type === "float32" ? xs.map(Math.fround) : xs;
  const results = applied(type, (builder, [x]) => transcendentals[name](builder, x), inputs);
  const errors = inputs.map((x, k) => Math.abs(results[k] - truth(x)) / ulp(type, truth(x)));
  return errors.reduce((a, b) => (b <= a ? a : b), 0);
};

/** `count` numbers spread over [from, to]: even steps with an irrational jitter. */
export const spread = (from: number, to: number, count = 4000): number[] =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * (k + ((k * Math.SQRT2) % 1))) / count);

/** Powers of two between 2^from and 2^to, of both signs, with various significands. */
export const magnitudes = (from: number, to: number): number[] =>
  spread(from, to).map((exponent, k) => (k % 2 === 0 ? 1 : -1) * 2 ** exponent);

/** A function at a few points, by name. */
export const at = (
  name: TranscendentalName,
  type: "float32" | "float64",
  ...xs: readonly (readonly number[])[]
): number[] => applied(type, (builder, operands) => transcendentals[name](builder, ...operands), ...xs);
