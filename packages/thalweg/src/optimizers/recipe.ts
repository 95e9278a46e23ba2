import type { Json } from "../schedules/index.ts";
import { toJson } from "../schedules/schedule.ts";
import type { Chain, OptimizerSpec } from "./chain.ts";
import { type Rules, readOptions } from "./options.ts";

/** Test surfaces whose minimum an optimizer is known to reach: see Recipe.settings. */
export type Surface = "ravine" | "rosenbrock" | "booth" | "matrix";

/** What an optimizer needs beside gradients of weights of any shape. */
export type Need =
  /** Parameters with two axes; others are routed to another optimizer. */
  | "matrices"
  /** The function itself, to differentiate at other weights or twice: in `minimize` or the Trainer. */
  | "function";

/** What an optimizer is, for code, the command line and the documentation alike. */
export interface About<O extends object = object> {
  /** As in code: `adamW`. */
  readonly name: string;
  /** As on the command line: `adamw`. */
  readonly command: string;
  readonly summary: string;
  readonly formula: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** State beside the weights, in multiples of their size. */
  readonly memory: string;
  readonly whenToUse: string;
  readonly knownIssue: string;
  readonly needs?: Need;
  /**
   * Options with which 5000 updates, or `steps`, end within 1e-3 of the minimum: x² + 50y², Rosenbrock and
   * Booth from (−1, 1), or a quadratic of a matrix for optimizers of matrices. For `garments`, options with
   * which a small network learns drawn clothing, where the defaults are no good there.
   */
  readonly settings: Readonly<Partial<Record<Surface | "garments", O & { readonly steps?: number }>>>;
}

/**
 * An optimizer as a function of its options, which also says what it is: `adam({ learningRate: 1e-3 })`,
 * `adam.formula`.
 */
export interface Recipe<O extends object = object> extends About<O> {
  (options?: O): Chain;
  readonly defaults: Readonly<Record<string, Json>>;
  /** What each option must be, in words, and whether a schedule may give it. */
  readonly rules: Readonly<Record<string, { readonly says: string; readonly scheduled: boolean }>>;
}

/**
 * Describes an optimizer; `build` puts it together from checked options.
 *
 * @example
 * const notNegative = {
 *   says: "≥ 0",
 *   accepts: (value: unknown) => typeof value === "number" && value >= 0,
 *   scheduled: true,
 * };
 * const signDescent = defineRecipe<{ learningRate?: number | ((step: number) => number) }>({
 *   name: "signDescent",
 *   command: "signdescent",
 *   summary: "Steps of one length",
 *   formula: "w ← w − η·sign(g)",
 *   source: "Bernstein et al. 2018, arXiv:1802.04434",
 *   memory: "0×",
 *   whenToUse: "Gradients whose size says nothing",
 *   knownIssue: "Steps keep their length near a minimum",
 *   rules: { learningRate: notNegative },
 *   defaults: { learningRate: 1e-3 },
 *   settings: { booth: { learningRate: cosine({ peak: 0.01, total: 5000 }) } },
 *   build: ({ learningRate }) => [scaleBySign(), scaleByLearningRate(learningRate)],
 * });
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, signDescent({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const defineRecipe = <O extends object>({
  name,
  rules,
  defaults,
  build,
  ...about
}: About<O> & {
  readonly rules: Rules<O>;
  readonly defaults: Readonly<Required<O>>;
  readonly build: (options: Required<O>) => readonly OptimizerSpec[];
}): Recipe<O> => {
  const create = creator(name, name, rules, defaults, build);
  return Object.assign(create, { ...about, rules, defaults: jsonOf(defaults) });
};

/** A function called `name` that checks options, then builds a chain which remembers that `owner` made it. */
export const creator = <O extends object>(
  name: string,
  owner: string,
  rules: Rules<O>,
  defaults: Readonly<Required<O>>,
  build: (options: Required<O>) => readonly OptimizerSpec[],
): ((options?: O) => Chain) => {
  const create = (options?: O): Chain => {
    const values = readOptions(owner, options, rules, defaults);
    return { kind: "chain", stages: build(values), recipe: { name: owner, options: jsonOf(values) } };
  };
  // A function's own name can be defined, but not assigned.
  return Object.defineProperty(create, "name", { value: name });
};

/** Whether a value is an optimizer that describes itself. */
export const isRecipe = (value: unknown): value is Recipe => typeof value === "function" && "command" in value;

/** Options as JSON, schedules by their specs. */
export const jsonOf = (values: object): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toJson(value)]));
