import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { constantShape } from "./constant.ts";
import { cosineShape } from "./cosine.ts";
import { cosineRestartsShape } from "./cosine-restarts.ts";
import { cyclicShape } from "./cyclic.ts";
import { exponentialShape } from "./exponential.ts";
import { inverseSquareRootShape } from "./inverse-square-root.ts";
import { inverseTimeShape } from "./inverse-time.ts";
import { joinedShape } from "./joined.ts";
import { linearShape } from "./linear.ts";
import { multiStepShape } from "./multi-step.ts";
import { oneCycleShape } from "./one-cycle.ts";
import { perEpochShape } from "./per-epoch.ts";
import { polynomialShape } from "./polynomial.ts";
import { scaledShape } from "./scaled.ts";
import type { Json, Schedule, ScheduleSpec } from "./schedule.ts";
import type { Shape } from "./shape.ts";
import { staircaseShape } from "./staircase.ts";
import { stepShape } from "./step.ts";
import { warmupShape } from "./warmup.ts";
import { warmupCosineShape } from "./warmup-cosine.ts";
import { warmupStableDecayShape } from "./warmup-stable-decay.ts";

const shapes: readonly Shape[] = [
  constantShape,
  stepShape,
  multiStepShape,
  exponentialShape,
  staircaseShape,
  inverseTimeShape,
  inverseSquareRootShape,
  polynomialShape,
  linearShape,
  cosineShape,
  cosineRestartsShape,
  warmupShape,
  warmupCosineShape,
  warmupStableDecayShape,
  oneCycleShape,
  cyclicShape,
  joinedShape,
  scaledShape,
  perEpochShape,
];

/** Every schedule by its name: what the command line and the documentation list. */
export const schedules: Readonly<Record<string, Shape>> = Object.fromEntries(
  shapes.map((shape) => [shape.kind, shape]),
);

const isSpec = (value: Json): value is ScheduleSpec =>
  typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";

/** Options with the schedules that nested specs describe. */
const revive = (value: Json): unknown => {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== "object" || value === null) return value;
  if (isSpec(value)) return scheduleFromSpec(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revive(part)]));
};

/**
 * The schedule that a plain object describes: `{ kind, …options }`, as `schedule.spec` holds it.
 *
 * @example
 * scheduleFromSpec({ kind: "cosine", peak: 0.1, total: 100 })(50); // 0.05
 */
export const scheduleFromSpec = ({ kind, ...options }: ScheduleSpec): Schedule => {
  if (kind === "function") {
    throw new ThalwegError(
      "argument",
      "scheduleFromSpec: a schedule that was a plain function was not saved; give the function again",
    );
  }
  const names = Object.keys(schedules);
  if (!names.includes(kind)) {
    throw new ThalwegError("argument", `scheduleFromSpec: there is no schedule ${kind}${suggestion(kind, names)}`);
  }
  const revived = Object.entries(options).map(([name, value]) => [name, revive(value)]);
  return schedules[kind].create(Object.fromEntries(revived));
};
