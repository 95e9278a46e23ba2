import { describe, expect, it } from "vitest";
import { verdict } from "./compare-network-report.ts";
import { pairsOf, type Standing, scoreOf } from "./compare-networks.ts";
import type { Trained } from "./compare-training.ts";

const scored = (testAccuracy: number | undefined): Pick<Trained, "scores" | "divergedAt"> =>
  testAccuracy === undefined ? { scores: {}, divergedAt: 3 } : { scores: { testAccuracy } };

const standing = (name: string, accuracies: readonly (number | undefined)[]): Standing => ({
  name,
  trainings: accuracies.map((testAccuracy, seed) => ({
    ...{ runDir: "", seed, history: [], updates: 1, seconds: 1 },
    ...scored(testAccuracy),
  })),
});

describe("pairsOf", () => {
  const standings = [
    standing("gd", [0.81, 0.82, 0.8, undefined]),
    standing("adam", [0.9, 0.89, 0.91, 0.9]),
    standing("lion", [0.9, 0.9, 0.88, 0.91]),
  ];

  it("compares every pair, the better one first, with p for all of them together", () => {
    const pairs = pairsOf(standings, "testAccuracy");
    expect(pairs.map(({ better, other, counts }) => [better, other, counts])).toEqual([
      ["adam", "lion", [4, 4]],
      ["adam", "gd", [4, 3]],
      ["lion", "gd", [4, 3]],
    ]);
    expect(pairs[0].corrected).toBeGreaterThan(0.5);
    const [least, next] = [pairs[1], pairs[2]].sort((a, b) => a.p - b.p);
    expect([least.corrected / least.p, next.corrected / next.p]).toEqual(
      [3, 2].map((times) => expect.closeTo(times, 12)),
    );
    expect(verdict(standings, pairs)).toContain("adam has a significantly higher test accuracy than gd");
    expect(verdict(standings, pairs)).toContain("the difference to lion may be chance");
  });

  it("leaves out trainings that diverged, and says when there are too few", () => {
    expect(scoreOf(standings[0], "testAccuracy").count).toBe(3);
    const single = [standing("gd", [0.8]), standing("adam", [0.9])];
    expect(verdict(single, pairsOf(single, "testAccuracy"))).toContain("take more --seeds");
    const none = [standing("gd", [undefined])];
    expect(verdict(none, pairsOf(none, "testAccuracy"))).toBe("There is nothing to compare.");
  });
});
