import { describe, expect, it } from "vitest";
import { seenOf, stepsWith } from "../testing/seen.ts";
import { line, probesWith, type Turn } from "../testing/turns.ts";
import { rateTooHigh } from "./rate-too-high.ts";

const calm: Turn = { bend: 0.3 };
const high = stepsWith(line(2, 2, 100));

const judged = (turns: readonly Turn[], steps = high) =>
  rateTooHigh.judge(seenOf({ steps, probes: probesWith(turns) }));

describe("rateTooHigh", () => {
  it.each([
    [0.49, 3, false],
    [0.51, 3, true],
    [0.51, 1.49, false],
    [0.51, 1.51, true],
  ])("sees early updates of %d of the weights that multiply the loss by %d", (stride, after, holds) => {
    expect(judged([{ bend: 1.2, stride, after }, calm]) !== undefined).toBe(holds);
  });

  it("divides the rate by more the longer the updates are", () => {
    expect(judged([{ bend: 1.2, stride: 0.8, after: 3 }, calm])?.remedies[0]).toContain("by 10: 0.001");
    expect(judged([{ bend: 1.2, stride: 6, after: 3 }, calm])?.remedies[0]).toContain("by 100: 1e-4");
  });

  it.each([
    [5, true],
    [4, false],
  ])("sees a bouncing loss: %d of 14 updates raise it", (raising, holds) => {
    const up: Turn = { bend: 2.5, after: 1.2 };
    const past: Turn = { bend: 1.2 };
    const turns = [...new Array<Turn>(raising).fill(up), ...new Array<Turn>(6 - raising).fill(past), calm];
    expect(judged(turns) !== undefined).toBe(holds);
  });

  it("says nothing where the loss comes down all the same", () => {
    const leap: Turn = { bend: 1.2, stride: 2, after: 5 };
    const down = (last: number) => stepsWith([...line(2, last, 50), ...line(last, last, 50)]);
    expect(judged([leap, calm], down(0.09))).toBeUndefined();
    expect(judged([leap, calm], down(0.11))).toBeDefined();
  });

  it("leaves runs that diverge to their own finding", () => {
    expect(judged([{ bend: 3, stride: 2, after: 9 }], stepsWith([2, 2, 2, ...line(1e4, 1e6, 97)]))).toBeUndefined();
  });
});
