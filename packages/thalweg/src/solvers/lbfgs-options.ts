import { ThalwegError } from "../errors/thalweg-error.ts";
import {
  count,
  fixedNotNegative,
  inside,
  oneOf,
  positive,
  type Rule,
  type Rules,
  readOptions,
} from "../optimizers/options.ts";
import type { Hyper } from "../optimizers/transform.ts";

export interface LbfgsOptions {
  /** η, the step along the direction that is tried first; 1 unless given. */
  learningRate?: Hyper;
  /** How many pairs of steps and changes of the gradient are remembered; 10 unless given. */
  historySize?: number;
  /** How many iterations a step makes at most; 1 unless given. */
  maxIterations?: number;
  /** A step begins no iteration after so many evaluations; Infinity unless given. */
  maxEvaluations?: number;
  /** Whether each iteration searches along its direction or goes η along it; "strongWolfe" unless given. */
  lineSearch?: "strongWolfe" | "none";
  /** Converged where no element of the gradient is larger; 1e-7 unless given. */
  gradientTolerance?: number;
  /** Converged where a step moves no weight by more, or changes the loss by less or promises to; 1e-9 unless given. */
  changeTolerance?: number;
  /** How much of the decrease that the slope promises a step must reach; 1e-4 unless given. */
  c1?: number;
  /** How much of the slope a step may leave; 0.9 unless given. */
  c2?: number;
}

/** Options with their defaults. */
export type LbfgsSettings = Readonly<Required<LbfgsOptions>>;

const fixedInside: Rule = { ...inside, scheduled: false };

const countOrInfinity: Rule = {
  says: "a whole number ≥ 1 or Infinity",
  accepts: (value) => value === Number.POSITIVE_INFINITY || count.accepts(value),
  scheduled: false,
};

const rules: Rules<LbfgsOptions> = {
  learningRate: positive,
  historySize: count,
  maxIterations: count,
  maxEvaluations: countOrInfinity,
  lineSearch: oneOf(["strongWolfe", "none"]),
  gradientTolerance: fixedNotNegative,
  changeTolerance: fixedNotNegative,
  c1: fixedInside,
  c2: fixedInside,
};

const defaults: LbfgsSettings = {
  learningRate: 1,
  historySize: 10,
  maxIterations: 1,
  maxEvaluations: Number.POSITIVE_INFINITY,
  lineSearch: "strongWolfe",
  gradientTolerance: 1e-7,
  changeTolerance: 1e-9,
  c1: 1e-4,
  c2: 0.9,
};

/** Checked options; errors name `owner`. */
export const lbfgsSettings = (owner: string, options: LbfgsOptions): LbfgsSettings => {
  const settings = readOptions(owner, options, rules, defaults);
  if (settings.c1 < settings.c2) return settings;
  throw new ThalwegError("argument", `${owner}: c1 must be < c2 = ${settings.c2}, got ${settings.c1}`);
};
