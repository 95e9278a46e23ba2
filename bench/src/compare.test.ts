import { describe, expect, it } from "vitest";
import { compare, median } from "./compare.ts";
import { startJax } from "./peers/jax.ts";
import type { Side, Work } from "./side.ts";
import { adamTask, classifierTask, productTask } from "./tasks.ts";
import { thalweg } from "./thalweg.ts";

const once = { rounds: 1, calls: 1 };

describe("compare", () => {
  it.each<[string, (side: Side) => Promise<Work>]>([
    ["MLP step", (side) => side.classifier(classifierTask([12, 9, 7, 3], 5))],
    ["Adam", (side) => side.adam(adamTask(101))],
    ["matrix product", (side) => side.product(productTask(6))],
  ])("both sides do the same: %s", async (_, prepare) => {
    const { results } = await compare(await prepare(thalweg), await prepare(await startJax()), once);
    for (const { ours, theirs } of results) expect(Math.abs(ours - theirs)).toBeLessThan(1e-5);
  });

  it("refuses sides that do different work", async () => {
    const saying = (value: number): Work => ({ run: async () => {}, result: async () => value });
    await expect(compare(saying(1), saying(1.1), once)).rejects.toThrow(/different work: 1 against 1.1/);
    await expect(compare(saying(1), saying(Number.NaN), once)).rejects.toThrow(/different work/);
  });

  it("takes the middle of what it measured", () => {
    expect(median([10, 1, 2])).toBe(2);
    expect(median([10, 1, 2, 4])).toBe(3);
  });
});
