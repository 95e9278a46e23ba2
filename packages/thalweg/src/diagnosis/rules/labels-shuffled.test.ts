import { describe, expect, it } from "vitest";
import type { NeighbourFacts } from "../data-facts.ts";
import { epochAt, factsOf, seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { labelsShuffled } from "./labels-shuffled.ts";

/** Of 300 examples of two classes of equal size. */
const told = (score: number, changes: Partial<NeighbourFacts> = {}): NeighbourFacts => ({
  examples: 300,
  score,
  chance: 0.5,
  error: Math.sqrt(0.25 / 300),
  ...changes,
});

const validatedWith = (losses: readonly number[]) =>
  losses.map((loss, index) => epochAt(index + 1, { validation: { loss, metrics: {} } }));

const judge = (train: NeighbourFacts, validation: NeighbourFacts | undefined, losses: readonly number[]) =>
  labelsShuffled.judge(
    seenOf({
      setup: setupFor({
        data: factsOf({ neighbours: train }),
        validation: factsOf(validation && { neighbours: validation }),
      }),
      epochs: validatedWith(losses),
      ended: false,
    }),
  );

describe("labels-shuffled", () => {
  it("sees labels at chance on both sides that nothing was learned of", () => {
    const verdict = judge(told(0.52), told(0.48), [0.7, 0.75, 0.9]);
    expect(verdict?.sentence).toBe(
      "The labels have nothing to do with their inputs, as far as can be seen: the nearest neighbours tell 52 % of the " +
        "training examples, no more than guessing does (50 %), and the validation loss was never better than 0.7, where guessing costs 0.693.",
    );
    expect(verdict?.confidence).toBe(0.95);
    expect(verdict?.severity).toBeUndefined();
  });

  it("begins where chance ends, and where the network learns something", () => {
    const limit = 0.5 + 3 * told(0).error;
    expect(judge(told(limit - 0.001), told(0.5), [0.7, 0.7])).toBeDefined();
    expect(judge(told(limit + 0.001), told(0.5), [0.7, 0.7])).toBeUndefined();
    expect(judge(told(0.5), told(0.5), [0.7, 0.98 * Math.LN2])).toBeDefined();
    // Parities of many bits: neighbours are no help, and the network generalizes.
    expect(judge(told(0.5), told(0.5), [0.7, 0.96 * Math.LN2])).toBeUndefined();
    expect(judge(told(0.5), told(0.5), [0.7])).toBeUndefined();
  });

  it("sees training labels that fit worse than those of the validation data", () => {
    const verdict = judge(told(0.55), told(0.95), []);
    expect(verdict?.sentence).toMatch(/tell 55 % of the training examples, but 95 % of the validation data/);
    // 1 − (0.45 − skill)/0.45 less three deviations: sqrt(0.0289² + 0.0283²)·3 = 0.121.
    expect(judge(told(0.71), told(0.95), [])).toBeDefined();
    expect(judge(told(0.73), told(0.95), [])).toBeUndefined();
    // Among fewer examples neighbours are farther.
    expect(judge(told(0.55, { examples: 60 }), told(0.95), [])).toBeUndefined();
  });

  it("says nothing where one class is most of the data, and without neighbours", () => {
    const large = { chance: 0.95, error: Math.sqrt((0.95 * 0.05) / 300) };
    expect(judge(told(0.95, large), told(0.96, large), [0.8, 0.8, 0.8])).toBeUndefined();
    expect(
      labelsShuffled.judge(seenOf({ setup: setupFor({ data: factsOf() }), epochs: validatedWith([1, 1, 1]) })),
    ).toBeUndefined();
    expect(
      labelsShuffled.judge(seenOf({ setup: { ...setupFor(), data: undefined }, epochs: validatedWith([1, 1, 1]) })),
    ).toBeUndefined();
  });

  it("goes by the first epoch where there is no validation data", () => {
    const judgeLosses = (loss: number, later: number) =>
      labelsShuffled.judge(
        seenOf({
          setup: setupFor({ data: factsOf({ neighbours: told(0.49) }) }),
          steps: stepsWith([...new Array(32).fill(loss), ...new Array(32).fill(later)]),
          epochs: [epochAt(1), epochAt(2)],
        }),
      );
    // Known by heart later, which says nothing.
    expect(judgeLosses(0.7, 0.1)?.confidence).toBe(0.7);
    expect(judgeLosses(0.66, 0.1)).toBeUndefined();
  });

  it("speaks of targets and variance in a regression", () => {
    const neighbours = told(-0.2, { chance: 0, error: 0.05 });
    const facts = factsOf({
      neighbours,
      targets: { mean: 0, deviation: 1, smallest: -3, largest: 3, nonFinite: 0 },
    });
    const verdict = labelsShuffled.judge(
      seenOf({
        setup: setupFor({ loss: { name: "mse", expects: "values" }, data: facts, validation: facts }),
        epochs: validatedWith([1.2, 1.1, 1.05]),
      }),
    );
    expect(verdict?.sentence).toMatch(/^The targets .* tell 0 % of the variance of the training examples/);
  });
});

describe("data in order", () => {
  const sorted = (run: number, shuffle: boolean, batchSize: number | "all" = 32) =>
    labelsShuffled.judge(
      seenOf({
        setup: setupFor({
          shuffle,
          batchSize,
          data: factsOf({ order: { run, runByChance: 2 }, neighbours: told(0.9) }),
        }),
      }),
    );

  it("is seen from runs of half a batch on", () => {
    expect(sorted(500, false)?.sentence).toMatch(/500 examples of one class follow each other on average, 250 times/);
    expect(sorted(500, false)?.severity).toBe("warning");
    expect(sorted(16, false)).toBeDefined();
    expect(sorted(15.9, false)).toBeUndefined();
    // In small batches from five times what chance gives.
    expect(sorted(10, false, 4)).toBeDefined();
    expect(sorted(9.9, false, 4)).toBeUndefined();
  });

  it("does no harm to data that are shuffled, or in one batch", () => {
    expect(sorted(500, true)).toBeUndefined();
    expect(sorted(500, false, "all")).toBeUndefined();
    expect(sorted(500, false, 1000)).toBeUndefined();
  });
});
