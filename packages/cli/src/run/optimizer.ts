import { addL2, chain, type OptimizerSpec, optimizerNamed, optimizers, type Recipe } from "thalweg/optimizers";
import type { ScheduleSpec } from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";
import { scheduleOver } from "./schedule.ts";
import type { TrainSettings } from "./settings.ts";

/** The plain method under its usual name: with --momentum it is the optimizer `momentum`. */
const plain = "sgd";

export const optimizerNames: readonly string[] = [plain, ...Object.keys(optimizers)];

/** The optimizers, a line each, for the help. */
export const optimizerLines = (): readonly (readonly [string, string])[] => [
  [plain, "gd on mini-batches, or momentum when --momentum is given"],
  ...Object.values(optimizers).map(({ command, summary }) => [command, summary] as const),
];

/** An optimizer put together from settings, and what to tell about it. */
export interface PlannedOptimizer {
  readonly name: string;
  readonly spec: OptimizerSpec;
  /** The highest rate of the schedule. */
  readonly learningRate: number;
  readonly schedule: ScheduleSpec;
}

const recipeFor = ({ optimizer, momentum }: TrainSettings): Recipe => {
  const isPlain = optimizer === plain || optimizer === "gd";
  if (isPlain) return optimizerNamed(momentum === undefined ? "gd" : "momentum");
  return optimizerNamed(optimizer);
};

const withMomentum = ({ command, defaults }: Recipe, momentum: number | undefined): object => {
  if (momentum === undefined) return {};
  if ("momentum" in defaults) return { momentum };
  if ("beta" in defaults) return { beta: momentum };
  throw wrongUsage(`--momentum: ${command} takes none; leave it out, or use --optimizer momentum, nesterov or rmsprop`);
};

/** The optimizer that settings ask for, with a schedule over `steps` updates. */
export const planOptimizer = (settings: TrainSettings, steps: number): PlannedOptimizer => {
  const recipe = recipeFor(settings);
  const { weightDecay, momentum, warmup } = settings;
  const usual = recipe.defaults.learningRate;
  const learningRate = settings.learningRate ?? (typeof usual === "number" ? usual : 1e-3);
  const schedule = scheduleOver(settings.schedule, { peak: learningRate, steps, warmup });
  const hasDecay = "weightDecay" in recipe.defaults;
  const spec = recipe({
    learningRate: schedule,
    ...withMomentum(recipe, momentum),
    ...(hasDecay && weightDecay !== undefined ? { weightDecay } : {}),
  });
  const isPenalized = !hasDecay && weightDecay !== undefined && weightDecay > 0;
  return {
    name: settings.optimizer,
    spec: isPenalized ? chain(addL2(weightDecay), spec) : spec,
    learningRate,
    schedule: schedule.spec,
  };
};
