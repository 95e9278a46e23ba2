import { ThalwegError } from "../../errors/thalweg-error.ts";
import { sizeOf } from "../../graph/index.ts";
import type { Initializer } from "./initializer.ts";

/** Every element the same. */
export const initialConstant = (value: number): Initializer => {
  if (!Number.isFinite(value))
    throw new ThalwegError("argument", `initialConstant: value must be finite, got ${value}`);
  return (shape) => new Float64Array(sizeOf(shape)).fill(value);
};

export const initialZeros = (): Initializer => initialConstant(0);

export const initialOnes = (): Initializer => initialConstant(1);

/**
 * Uniform on [low, high).
 *
 * @example
 * dense(10, { kernelInitializer: initialUniform(-0.05, 0.05) });
 */
export const initialUniform = (low: number, high: number): Initializer => {
  if (!(low < high && Number.isFinite(high - low))) {
    throw new ThalwegError("argument", `initialUniform: low must be below high, got ${low} and ${high}`);
  }
  return (shape, generator) => generator.fillUniform(new Float64Array(sizeOf(shape)), low, high);
};

/** Normal with mean 0 and deviation `std`. */
export const initialNormal = (std: number): Initializer => {
  if (!(std > 0 && std < Number.POSITIVE_INFINITY)) {
    throw new ThalwegError("argument", `initialNormal: std must be finite and > 0, got ${std}`);
  }
  return (shape, generator) => generator.fillNormal(new Float64Array(sizeOf(shape)), 0, std);
};
