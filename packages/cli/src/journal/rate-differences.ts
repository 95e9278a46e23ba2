/** Rates and schedules of two runs: what was chosen, and what follows from another choice. */
import { optimizers } from "thalweg/optimizers";
import { isSame, type Value } from "./facts.ts";
import { lasting } from "./kinds.ts";
import type { RunRecord } from "./run-record.ts";

type Values = readonly (Value | undefined)[];

const numberOf = (value: unknown): number => (typeof value === "number" ? value : Number.NaN);

/** Whether a run has the rate that its optimizer has unless told another one. */
const hasOwnRate = ({ settings }: RunRecord): boolean => {
  const named = settings.get("optimizer");
  const isPlain = named === "sgd" || named === "gd";
  const command = isPlain ? (settings.has("momentum") ? "momentum" : "gd") : named;
  const recipe = Object.values(optimizers).find((each) => each.command === command);
  const own = recipe?.defaults.learningRate;
  return typeof own === "number" && own === settings.get("learningRate");
};

/** A schedule among the options of `--set` takes the place of rate and schedule. */
const setRate = (changed: readonly string[]): string | undefined =>
  changed.find((name) => name === "set.learningRate" || name.startsWith("set.learningRate."));

/** The setting that a difference of the rate follows from; undefined where it was chosen. */
export const rateCause = (runs: readonly RunRecord[], changed: readonly string[]): string | undefined => {
  const decides = changed.find((name) => name === "optimizer" || name === "momentum");
  return setRate(changed) ?? (decides !== undefined && runs.every(hasOwnRate) ? decides : undefined);
};

export const isOfSchedule = (name: string): boolean => name === "schedule" || name.startsWith("schedule.");

/** The course of a schedule without a warmup before it. */
const afterWarmup = (name: Value | undefined): string => String(name).replace(/^warmup-/, "");

/** Whether values are the same multiple of the rate in all runs. */
const isOfRate = (values: Values, rates: Values): boolean => {
  const ratios = values.map((value, run) => numberOf(value) / numberOf(rates[run]));
  return ratios.every((ratio) => Math.abs(ratio - ratios[0]) <= 1e-9 * Math.abs(ratios[0]));
};

/** The setting that a difference in a part of the schedule follows from; undefined where it was chosen. */
export const scheduleCause = (
  name: string,
  values: Values,
  runs: readonly RunRecord[],
  changed: readonly string[],
): string | undefined => {
  const set = setRate(changed);
  if (set !== undefined) return set;
  const isWarmup = changed.includes("warmup");
  const courses = runs.map(({ settings }) =>
    isWarmup ? afterWarmup(settings.get("schedule")) : settings.get("schedule"),
  );
  const isOneCourse = courses.every((course) => isSame(course, courses[0]));
  if (name === "schedule") return isOneCourse ? "warmup" : undefined;
  // Parts of different courses have nothing to do with each other.
  if (!isOneCourse) return "schedule";
  const rates = runs.map(({ settings }) => settings.get("learningRate"));
  if (changed.includes("learningRate") && isOfRate(values, rates)) return "learningRate";
  // A warmup puts the course one level deeper, where its parts have other names.
  if (isWarmup) return "warmup";
  // What is left is counted in updates, or a share of them.
  const examples = runs.map(({ data }) => data.get("trainExamples"));
  return (
    changed.find((each) => lasting.includes(each)) ??
    (examples.every((each) => isSame(each, examples[0])) ? undefined : "data.trainExamples")
  );
};
