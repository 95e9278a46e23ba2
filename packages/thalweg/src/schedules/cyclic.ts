import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

/** What is left of the height over the floor in cycle `cycle` (from 0) at step `t`. */
const heights = {
  triangular: () => 1,
  triangular2: (cycle: number) => 0.5 ** cycle,
  expRange: (_cycle: number, t: number, gamma: number) => gamma ** t,
};

export interface CyclicOptions {
  /** Value at the ends of a cycle. */
  floor: number;
  /** Value at the top of the first cycle; may lie below the floor (a momentum that moves against the rate). */
  peak: number;
  /** Steps up to the top. */
  up: number;
  /** Steps down again; as many as up unless given. */
  down?: number | null;
  /** "triangular": all cycles alike (default); "triangular2": height halved each cycle; "expRange": height × γᵗ. */
  mode?: keyof typeof heights;
  /** γ of "expRange"; 1 unless given. */
  gamma?: number;
}

/**
 * Triangles between two values: η(t) = floor + (peak − floor)·h·x, x rising 0 → 1 in `up` steps and falling in `down`,
 * h = 1, 2^−cycle or γᵗ. Smith 2017, arXiv:1506.01186.
 *
 * @example
 * const rate = cyclic({ floor: 0.01, peak: 0.1, up: 100 });
 * rate(100); // 0.1
 * rate(200); // 0.01
 */
export const cyclic = (options: CyclicOptions): Schedule => cyclicShape.create(options);

export const cyclicShape = defineShape({
  kind: "cyclic",
  summary: "Triangles between two values",
  formula: "floor + (peak − floor) · h · x(t), x a triangle wave from 0 to 1, h = 1, 2^−cycle or gammaᵗ",
  source: "Smith 2017, arXiv:1506.01186",
  required: ["floor", "peak", "up"],
  defaults: { down: null, mode: "triangular", gamma: 1 },
  says: {
    floor: "value at the ends of a cycle, ≥ 0",
    peak: "value at the top of the first cycle, ≥ 0",
    up: "steps up to the top, a whole number ≥ 1",
    down: "steps down again, a whole number ≥ 1; as many as up unless given",
    mode: "triangular, triangular2 (half the height each cycle) or expRange (height × gammaᵗ)",
    gamma: "what expRange multiplies the height by each step, in (0, 1]",
  },
  example: { options: { floor: 1e-4, peak: 1e-3, up: 200 }, code: "cyclic({ floor: 1e-4, peak: 1e-3, up: 200 })" },
  at: (options) => {
    const floor = options.rate("floor");
    const peak = options.rate("peak");
    const up = options.count("up");
    const down = options.has("down") ? options.count("down") : up;
    const height = heights[options.choice("mode", ["triangular", "triangular2", "expRange"])];
    const gamma = options.number("gamma", "in (0, 1]", (value) => value > 0 && value <= 1);
    return (t) => {
      const within = t % (up + down);
      const x = within <= up ? within / up : (up + down - within) / down;
      return floor + (peak - floor) * x * height(Math.floor(t / (up + down)), t, gamma);
    };
  },
});
