import { describe, expect, it } from "vitest";
import { seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { line, probesWith, type Turn } from "../testing/turns.ts";
import { warmupMissing } from "./warmup-missing.ts";

const [dense] = setupFor().layers;
const deep = (count: number) =>
  setupFor({ layers: Array.from({ length: count }, (_, index) => ({ ...dense, path: `dense_${index}` })) });
const gone = stepsWith([2, 2, 2, ...line(1e4, 1e6, 97)]);
const sharp: Turn = { bend: 4, stride: 0.05, after: 3 };
const calm: Turn = { bend: 0.3 };

describe("warmupMissing", () => {
  it.each([
    [1.44, 0.05, false],
    [1.46, 0.05, true],
    [4, 1.01, false],
    [4, 0.99, true],
  ])("sees a first update %d times the way, of %d of the weights, before the loss leaves", (bend, stride, holds) => {
    const probes = probesWith([{ ...sharp, bend, stride }]);
    expect(warmupMissing.judge(seenOf({ setup: deep(4), steps: gone, probes })) !== undefined).toBe(holds);
  });

  it.each([
    [3, false],
    [4, true],
  ])("is of deep networks: %d layers", (layers, holds) => {
    const seen = seenOf({ setup: deep(layers), steps: gone, probes: probesWith([sharp]) });
    expect(warmupMissing.judge(seen) !== undefined).toBe(holds);
  });

  it.each([
    [0.0049, false],
    [0.0051, true],
  ])("says nothing where there is a warmup: first rate %d of 0.01", (rate, holds) => {
    const rates = [{ update: 1, rate }, ...setupFor().rates.slice(1)];
    const seen = seenOf({ setup: { ...deep(4), rates }, steps: gone, probes: probesWith([sharp]) });
    expect(warmupMissing.judge(seen) !== undefined).toBe(holds);
  });

  it("sees a jump that is made up for late, while later updates do no harm", () => {
    const setup = deep(4);
    const late = stepsWith([2, 2, 2, 9, ...line(4, 2.1, 60), ...line(2, 1, 36)]);
    const soon = stepsWith([2, 2, 2, 9, 3, ...line(1.5, 0.1, 95)]);
    expect(warmupMissing.judge(seenOf({ setup, steps: late, probes: probesWith([sharp, calm]) }))).toBeDefined();
    expect(warmupMissing.judge(seenOf({ setup, steps: soon, probes: probesWith([sharp, calm]) }))).toBeUndefined();
    expect(warmupMissing.judge(seenOf({ setup, steps: late, probes: probesWith([sharp]) }))).toBeUndefined();
  });

  it("names the length of a warmup, and a rate to do without", () => {
    const verdict = warmupMissing.judge(seenOf({ setup: deep(4), steps: gone, probes: probesWith([sharp]) }));
    expect(verdict?.remedies.slice(0, 2).join(" ")).toMatch(/warmup\(32, 0\.01\).*by 4: 0\.0025/);
  });
});
