import {
  adamW,
  addL2,
  chain,
  type OptimizerSpec,
  optimizerNamed,
  optimizers,
  type Recipe,
  route,
} from "thalweg/optimizers";
import { asSchedule, type Json, type Schedule, type ScheduleSpec, scaled, scheduleFromSpec } from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";
import { readValue } from "../options/notation.ts";
import { scheduleOver } from "./schedule.ts";
import { type LearningSettings, usual } from "./settings.ts";
import type { Task } from "./task.ts";

/** The plain method under its usual name: with --momentum it is the optimizer `momentum`. */
const plain = "sgd";

/** What trains the parameters that an optimizer of matrices leaves. */
const forTheRest = adamW;

export const optimizerNames: readonly string[] = [plain, ...Object.keys(optimizers)];

/** The optimizers, a line each, for the help. */
export const optimizerLines = (): readonly (readonly [string, string])[] => [
  [plain, "gd on mini-batches, or momentum when --momentum is given"],
  ...Object.values(optimizers).map(({ command, summary }) => [command, summary] as const),
];

/** An optimizer put together from settings, and what to tell about it. */
export interface PlannedOptimizer {
  readonly name: string;
  /** The optimizer of what is no matrix, where `name` takes only matrices. */
  readonly forTheRest?: string;
  readonly spec: OptimizerSpec;
  /** What was set by name: numbers and words, and schedules as plain objects. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The highest rate of the schedule; undefined where the optimizer finds its own. */
  readonly learningRate?: number;
  readonly schedule?: ScheduleSpec;
}

const recipeFor = ({ optimizer, momentum }: LearningSettings): Recipe => {
  const isPlain = optimizer === plain || optimizer === "gd";
  if (isPlain) return optimizerNamed(momentum === undefined ? "gd" : "momentum");
  return optimizerNamed(optimizer);
};

/** The value of an option that both `--set` and an option of its own can give. */
const once = (set: Readonly<Record<string, unknown>>, name: string, flag: string, value: unknown): object => {
  if (value === undefined) return {};
  if (name in set) throw wrongUsage(`--set ${name}: ${flag} gives it, too; leave one out`);
  return { [name]: value };
};

/** Optimizers whose β is what others call momentum. */
const withBeta: readonly string[] = ["momentum", "nesterov"];

const withMomentum = ({ command, defaults }: Recipe, momentum: number | undefined): object => {
  if (momentum === undefined) return {};
  if ("momentum" in defaults) return { momentum };
  if (withBeta.includes(command)) return { beta: momentum };
  throw wrongUsage(`--momentum: ${command} takes none; leave it out, or use --optimizer momentum, nesterov or rmsprop`);
};

/** The highest value of a schedule over a run. */
const peakOf = (schedule: Schedule, steps: number): number =>
  Array.from({ length: 1001 }, (_, index) => schedule(Math.round((index * (steps - 1)) / 1000))).reduce((a, b) =>
    Math.max(a, b),
  );

const isSchedule = (value: unknown): value is Schedule => typeof value === "function" && "spec" in value;

const isSpec = (value: Json | undefined): value is ScheduleSpec =>
  typeof value === "object" && value !== null && "kind" in value;

/** The optimizer's own rate, where it is a number or a schedule. */
const ownRate = ({ defaults }: Recipe): number | Schedule | undefined => {
  const { learningRate } = defaults;
  if (typeof learningRate === "number") return learningRate;
  return isSpec(learningRate) ? scheduleFromSpec(learningRate) : undefined;
};

/** The rate of a run: a number for an optimizer that takes no schedule, undefined for one that finds its own. */
const rateOf = (
  recipe: Recipe,
  set: Readonly<Record<string, unknown>>,
  settings: LearningSettings,
  steps: number,
): Schedule | number | undefined => {
  const { warmup } = settings;
  const moves = settings.schedule !== usual.schedule || warmup !== undefined;
  const asked = settings.learningRate !== undefined || moves;
  const given = set.learningRate;
  if (asked && !("learningRate" in recipe.defaults)) {
    throw wrongUsage(`--learning-rate: ${recipe.command} takes no rate; leave out --schedule and --warmup, too`);
  }
  if (asked && given !== undefined) {
    throw wrongUsage("--set learningRate: leave out --learning-rate, --schedule and --warmup, or give these alone");
  }
  if (isSchedule(given)) return given;
  const own = ownRate(recipe);
  if (!("learningRate" in recipe.defaults)) return undefined;
  if (!asked && given === undefined && typeof own !== "number") return own;
  const peak = settings.learningRate ?? given ?? (typeof own === "function" ? peakOf(own, steps) : (own ?? 1e-3));
  if (typeof peak !== "number") return undefined;
  if (recipe.rules.learningRate?.scheduled) return scheduleOver(settings.schedule, { peak, steps, warmup });
  if (moves)
    throw wrongUsage(`--schedule: the rate of ${recipe.command} is a number; leave out --schedule and --warmup`);
  return peak;
};

const factsOf = (rate: Schedule | number | undefined, steps: number) => {
  if (rate === undefined) return {};
  const schedule = asSchedule(rate);
  return { learningRate: peakOf(schedule, steps), schedule: schedule.spec };
};

/** What weight decay comes to, from `--set`, its own option or the optimizer. */
const decayOf = ({ defaults }: Recipe, set: Readonly<Record<string, unknown>>, { weightDecay }: LearningSettings) =>
  "weightDecay" in defaults ? (set.weightDecay ?? weightDecay ?? defaults.weightDecay) : (weightDecay ?? 0);

/**
 * The optimizer that settings ask for, with a schedule over `steps` updates. Where only some parameters are decayed,
 * the others get the same optimizer without decay.
 */
export const planOptimizer = (
  settings: LearningSettings,
  steps: number,
  isDecayed?: Task["isDecayed"],
): PlannedOptimizer => {
  const recipe = recipeFor(settings);
  const { weightDecay, momentum } = settings;
  const set = Object.fromEntries(Object.entries(settings.set).map(([name, text]) => [name, readValue(text)]));
  const rate = rateOf(recipe, set, settings, steps);
  const hasDecay = "weightDecay" in recipe.defaults;
  const [[momentumName, beta] = ["momentum", undefined]] = Object.entries(withMomentum(recipe, momentum));
  const made = (decay: object): OptimizerSpec =>
    recipe({
      ...set,
      ...(rate === undefined ? {} : { learningRate: rate }),
      ...once(set, momentumName, "--momentum", beta),
      ...decay,
    });
  const own = made(once(set, "weightDecay", "--weight-decay", hasDecay ? weightDecay : undefined));
  const isPenalized = !hasDecay && weightDecay !== undefined && weightDecay > 0;
  const decayed = isPenalized ? chain(addL2(weightDecay), own) : own;
  const options = Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, isSchedule(value) ? value.spec : value]),
  );
  const facts = { name: settings.optimizer, options, ...factsOf(rate, steps) };
  if (recipe.needs === "matrices") {
    return { ...facts, forTheRest: forTheRest.command, spec: withRest(decayed, settings, steps, rate, isDecayed) };
  }
  if (!isDecayed || decayOf(recipe, set, settings) === 0) return { ...facts, spec: decayed };
  const entries = [
    { match: isDecayed, use: decayed, name: "decayed" },
    { match: () => true, use: made(hasDecay ? { weightDecay: 0 } : {}), name: "rest" },
  ];
  return { ...facts, spec: route(entries) };
};

/** An optimizer of matrices, with AdamW at its own rate, in the same course, for the other parameters. */
const withRest = (
  matrices: OptimizerSpec,
  settings: LearningSettings,
  steps: number,
  rate: Schedule | number | undefined,
  isDecayed?: Task["isDecayed"],
): OptimizerSpec => {
  const { schedule, warmup, weightDecay } = settings;
  const own = forTheRest.defaults.learningRate;
  const peak = typeof own === "number" ? own : 1e-3;
  const highest = isSchedule(rate) ? peakOf(rate, steps) : 0;
  // Where --set gives the course itself, its highest rate is adamw's own.
  const learningRate =
    "learningRate" in settings.set && isSchedule(rate) && highest > 0
      ? scaled(peak / highest, rate)
      : scheduleOver(schedule, { peak, steps, warmup });
  const isMatrix = (name: string, shape: readonly number[]) =>
    shape.length === 2 && (isDecayed === undefined || isDecayed(name, shape));
  return route([
    { match: isMatrix, use: matrices, name: "matrices" },
    { match: () => true, use: forTheRest({ learningRate, weightDecay: isDecayed ? 0 : weightDecay }), name: "rest" },
  ]);
};
