import { describe, expect, it } from "vitest";
import { dense, initialOnes, sequential } from "../layers/index.ts";
import { arenaLayout, initialWeights, namedWeights } from "./arena.ts";

const built = sequential([
  dense(7, { kernelInitializer: initialOnes(), biasInitializer: initialOnes() }),
  dense(3, { kernelInitializer: initialOnes(), biasInitializer: initialOnes() }),
]).build([5]);
const sizes = { "dense/weight": 35, "dense/bias": 7, "dense_1/weight": 21, "dense_1/bias": 3 };

describe("arenaLayout", () => {
  it("begins every parameter at 64 bytes, in the model's order", () => {
    const { length, ranges, blocks } = arenaLayout(built, () => "");
    expect(ranges.map(({ name, offset }) => [name, 4 * offset])).toEqual([
      ["dense/weight", 0],
      ["dense/bias", 192],
      ["dense_1/weight", 256],
      ["dense_1/bias", 384],
    ]);
    expect([length, blocks.length, blocks[0].name, blocks[0].length]).toEqual([112, 1, "all", 112]);
  });

  it("puts the parameters of a group side by side", () => {
    const { ranges, blocks } = arenaLayout(built, (name) => (name.endsWith("bias") ? "biases" : "weights"));
    expect(ranges.map(({ name }) => name)).toEqual(["dense/weight", "dense_1/weight", "dense/bias", "dense_1/bias"]);
    expect(blocks.map(({ name, offset, length }) => [name, offset, length])).toEqual([
      ["weights", 0, 80],
      ["biases", 80, 32],
    ]);
    expect(blocks[1].parameters.map(({ name, offset }) => [name, offset])).toEqual([
      ["dense/bias", 0],
      ["dense_1/bias", 16],
    ]);
  });

  it("fills parameters and leaves zeros between them", () => {
    const layout = arenaLayout(built, () => "");
    const arena = initialWeights(built, layout, 0);
    const total = arena.reduce((sum, value) => sum + value, 0);
    expect(total).toBe(35 + 7 + 21 + 3);
    const named = namedWeights(layout, arena);
    expect(Object.fromEntries(Object.entries(named).map(([name, { values }]) => [name, values.length]))).toEqual(sizes);
    for (const { values } of Object.values(named)) expect([...values].every((value) => value === 1)).toBe(true);
  });
});
