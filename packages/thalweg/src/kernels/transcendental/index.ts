import type { KernelBuilder } from "../builder.ts";
import { errorFunction } from "./error-function.ts";
import { exponential, exponentialMinusOne } from "./exponential.ts";
import { hyperbolicTangent } from "./hyperbolic.ts";
import { logarithm, logarithmOnePlus } from "./logarithm.ts";
import { power } from "./power.ts";
import { Scalar } from "./scalar.ts";
import { cosine, sine } from "./sine.ts";

const of =
  (f: (...operands: Scalar[]) => Scalar) =>
  (builder: KernelBuilder, ...operands: number[]): number =>
    f(...operands.map((position) => new Scalar(builder, position))).position;

/**
 * Functions that are no instructions, as expansions into those that are: the same bits in every lane,
 * on every device. Each takes the positions of its float32 or float64 operands in `builder` and
 * returns the position of its result.
 *
 * @example
 * const y = transcendentals.exp(builder, x);
 */
export const transcendentals = {
  exp: of(exponential),
  log: of(logarithm),
  expm1: of(exponentialMinusOne),
  log1p: of(logarithmOnePlus),
  tanh: of(hyperbolicTangent),
  sin: of(sine),
  cos: of(cosine),
  erf: of(errorFunction),
  pow: of(power),
} as const;

export type TranscendentalName = keyof typeof transcendentals;

export const isTranscendental = (name: string): name is TranscendentalName => Object.hasOwn(transcendentals, name);

/** Adds `name` of `operands` to `builder`; the position of the result. */
export const expand = (builder: KernelBuilder, name: TranscendentalName, ...operands: number[]): number =>
  transcendentals[name](builder, ...operands);
