import {
  constant,
  cosine,
  cosineRestarts,
  exponential,
  inverseSquareRoot,
  inverseTime,
  linear,
  multiStep,
  oneCycle,
  polynomial,
  type Schedule,
  step,
  warmup,
  warmupStableDecay,
} from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";
import type { WarmupLength } from "../options/numbers.ts";

/** A learning rate over a whole run. */
interface Course {
  readonly summary: string;
  /** Share of the run that warms up unless the user says otherwise. */
  readonly usualWarmup: number;
  /** The rate at each of `steps` steps, of which `warming` warm up. */
  readonly create: (peak: number, steps: number, warming: number) => Schedule;
}

/** A course that warms up in a line and then follows `after` over the steps that are left. */
const course = (summary: string, after: (peak: number, steps: number) => Schedule, usualWarmup = 0): Course => ({
  summary,
  usualWarmup,
  create: (peak, steps, warming) =>
    warming === 0 ? after(peak, steps) : warmup(warming, after(peak, steps - warming)),
});

const part = (steps: number, share: number): number => Math.max(1, Math.round(steps * share));

const courses: Readonly<Record<string, Course>> = {
  constant: course("the same throughout", (peak) => constant(peak)),
  step: course("×0.1 after each third", (peak, steps) => step({ initial: peak, every: Math.ceil(steps / 3) })),
  "multi-step": course("×0.1 at 50 % and at 75 %", (peak, steps) => {
    const milestones = [part(steps, 0.5), part(steps, 0.75)];
    return multiStep({ initial: peak, milestones: [...new Set(milestones)] });
  }),
  exponential: course("falls by a constant factor a step, to 1 % at the end", (peak, steps) =>
    exponential({ initial: peak, decay: 0.01, every: steps }),
  ),
  "inverse-time": course("η/(1 + kt), a tenth at the end", (peak, steps) =>
    inverseTime({ initial: peak, decay: 9, every: steps }),
  ),
  "inverse-square-root": {
    summary: "√(W/t) after W steps of warmup (5 %)",
    usualWarmup: 0.05,
    create: (peak, _, warming) => inverseSquareRoot({ peak, warmup: Math.max(1, warming), from: 0 }),
  },
  polynomial: course("falls to 0 as (1 − t/T)²", (peak, steps) =>
    polynomial({ initial: peak, total: steps, power: 2 }),
  ),
  linear: course("falls to 0 in a line", (peak, steps) => linear({ initial: peak, total: steps })),
  cosine: course("falls to 0 as half a cosine", (peak, steps) => cosine({ peak, total: steps })),
  "cosine-restarts": course("four falls to 0 as half a cosine", (peak, steps) =>
    cosineRestarts({ peak, period: Math.ceil(steps / 4) }),
  ),
  "warmup-cosine": course("warmup (5 %), then cosine", (peak, steps) => cosine({ peak, total: steps }), 0.05),
  "warmup-stable-decay": {
    summary: "warmup (5 %), constant, and a line to 0 over the last fifth",
    usualWarmup: 0.05,
    create: (peak, steps, warming) => {
      const decay = Math.min(part(steps, 0.2), steps - warming);
      return warmupStableDecay({ peak, warmup: warming, decay, total: steps });
    },
  },
  "one-cycle": {
    summary: "up for 30 % of the run (--warmup changes that), then down to almost nothing",
    usualWarmup: 0.3,
    create: (peak, steps, warming) => oneCycle({ peak, total: steps, rise: warming / steps }),
  },
};

export const scheduleNames: readonly string[] = Object.keys(courses);

/** The schedules, a line each, for the help. */
export const scheduleLines = (): readonly (readonly [string, string])[] =>
  Object.entries(courses).map(([name, { summary }]) => [name, summary]);

const warmingSteps = (given: WarmupLength, steps: number): number =>
  "steps" in given ? given.steps : Math.round(steps * given.fraction);

/** The schedule called `name` over all `steps` updates of a run, warmup included. */
export const scheduleOver = (
  name: string,
  { peak, steps, warmup: given }: { readonly peak: number; readonly steps: number; readonly warmup?: WarmupLength },
): Schedule => {
  const { usualWarmup, create } = courses[name];
  const warming = warmingSteps(given ?? { fraction: usualWarmup }, steps);
  if (warming >= steps) {
    throw wrongUsage(`--warmup must be shorter than the run's ${steps} updates, got ${warming}`);
  }
  return create(peak, steps, warming);
};
