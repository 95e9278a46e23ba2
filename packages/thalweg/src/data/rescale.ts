import { ThalwegError } from "../errors/thalweg-error.ts";
import { dtypeOf, isFloat } from "../kernels/dtype.ts";
import type { Dataset } from "./dataset.ts";
import { positionOf } from "./values.ts";

export interface RescaleOptions {
  /** Smallest and largest value the inputs can take. */
  readonly from?: readonly [number, number];
  readonly to?: readonly [number, number];
}

const checkRange = (range: readonly [number, number], name: string): void => {
  const [low, high] = range;
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return;
  throw new ThalwegError(
    "argument",
    `rescale: ${name} must be two finite numbers, the first smaller, got [${range.join(", ")}]`,
  );
};

/**
 * Maps inputs from [0, 255] to [0, 1] in float32: y = a + (x − low)(b − a)/(high − low).
 *
 * @example
 * const train = rescale(garments().train); // pixels in [0, 1]
 */
export const rescale = (source: Dataset, { from = [0, 255], to = [0, 1] }: RescaleOptions = {}): Dataset => {
  checkRange(from, "from");
  checkRange(to, "to");
  const [low, high] = from;
  const [bottom, top] = to;
  const { values, shape } = source.inputs;
  const outside = values.findIndex((value: number) => value < low || value > high);
  if (outside >= 0) {
    throw new ThalwegError(
      "data",
      `rescale: inputs must lie in from = [${low}, ${high}], got ${values[outside]} at ${positionOf(outside, shape)}; ` +
        "give the true range as from",
    );
  }
  if (isFloat(dtypeOf(values)) && low === 0 && high === 255 && values.every((value: number) => value <= 1)) {
    throw new ThalwegError(
      "data",
      "rescale: inputs already lie in [0, 1]; leave rescale out, or give their range as from",
    );
  }
  const scaled = new Float32Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    scaled[index] = bottom + ((values[index] - low) / (high - low)) * (top - bottom);
  }
  return { ...source, inputs: { values: scaled, shape } };
};
