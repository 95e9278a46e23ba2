import { expect, it } from "vitest";
import { hasProgressed, meanLossOver, probesAfter, updatesMade } from "./loss-course.ts";
import { probeAt, seenOf, stepsWith } from "./testing/seen.ts";

const eight = seenOf({ steps: stepsWith([8, 7, 6, 5, 4, 3, 2, 1]) });

it("takes means over parts of the run, without batches that were left out", () => {
  expect(meanLossOver(eight, 0.5, 0.75)).toBe(3.5);
  expect(meanLossOver(eight, 0.75, 1)).toBe(1.5);
  const [first, ...others] = eight.steps;
  const skipped = seenOf({ steps: [{ ...first, loss: Number.NaN, skipped: "the loss is NaN" }, ...others] });
  expect(meanLossOver(skipped, 0, 0.25)).toBe(7);
});

it("counts updates and places of this fit only", () => {
  const { setup } = eight;
  const later = seenOf({
    setup: { ...setup, steps: 100 },
    steps: stepsWith([1, 1, 1, 1]).map((step) => ({ ...step, step: step.step + 100 })),
    probes: [101, 102, 103, 104].map((step) => probeAt(step)),
  });
  expect(updatesMade(later)).toBe(4);
  expect(probesAfter(later, 0.5).map(({ step }) => step)).toEqual([102, 103, 104]);
});

it("takes a fall for progress where it is more than chance makes of it", () => {
  const course = (before: number, now: number, jump: number) =>
    seenOf({
      steps: stepsWith(
        Array.from({ length: 400 }, (_, index) => (index < 300 ? before : now) + (index % 2 === 0 ? jump : -jump)),
      ),
    });
  // Standard errors of 100 alternating losses are a tenth of their jumps: 0.1·√2·2 = 0.283 of it.
  expect(hasProgressed(course(1, 0.8, 0.6), 0.85)).toBe(true);
  expect(hasProgressed(course(1, 0.8, 0.8), 0.85)).toBe(false);
  expect(hasProgressed(course(1, 0.86, 0), 0.85)).toBe(false);
});
