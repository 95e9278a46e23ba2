import { ThalwegError } from "../errors/thalweg-error.ts";

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A schedule written down: its kind and its options, nested schedules included. */
export interface ScheduleSpec {
  readonly kind: string;
  readonly [option: string]: Json;
}

/** Any function of the step; the first update is step 0. */
export type StepFunction = (step: number) => number;

/**
 * The value of a hyperparameter at each step (0 for the first update), with a plain object that loads it back.
 *
 * @example
 * const rate = warmupCosine({ peak: 1e-3, warmup: 100, total: 1000 });
 * rate(50); // 0.0005
 * scheduleFromSpec(JSON.parse(JSON.stringify(rate.spec)))(50); // 0.0005
 */
export interface Schedule extends StepFunction {
  readonly spec: ScheduleSpec;
}

/** `at` with the plain object that describes it. */
export const withSpec = (at: StepFunction, spec: ScheduleSpec): Schedule => Object.assign(at, { spec });

const isSchedule = (value: StepFunction): value is Schedule => "spec" in value;

/**
 * The schedule meant by a number (constant), a schedule (itself) or any function of the step.
 * A bare function works like a schedule, but its spec, `{ kind: "function" }`, cannot be loaded.
 */
export const asSchedule = (value: number | StepFunction): Schedule => {
  if (typeof value === "number") return withSpec(() => value, { kind: "constant", value });
  if (isSchedule(value)) return value;
  return withSpec((step) => value(step), { kind: "function" });
};

/** `value` as JSON, schedules by their specs. */
export const toJson = (value: unknown): Json => {
  if (typeof value === "function" && "spec" in value) return toJson(value.spec);
  if (typeof value === "function") return { kind: "function" };
  if (Array.isArray(value)) return value.map(toJson);
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toJson(part)]));
  }
  throw new ThalwegError("argument", `a schedule's options must be JSON or schedules, got ${typeof value}`);
};
