import { describe, expect, it } from "vitest";
import { gather, hostBlocks, rangeOf, scatter } from "./host-blocks.ts";
import { hostWeights } from "./host-weights.ts";
import { adam, gradientDescent, lamb, Optimizer, type OptimizerSpec, route } from "./index.ts";

const rates = { learningRate: 0.1 };

describe("hostBlocks", () => {
  it("puts parameters of one dtype and group behind one another", () => {
    const weights = {
      a: Float32Array.of(1, 2),
      b: Float64Array.of(3),
      c: { data: Float32Array.of(4, 5, 6, 7), shape: [2, 2] },
      bias: Float32Array.of(8),
    };
    const optimizer = route([
      { match: "bias", use: gradientDescent(rates) },
      { match: () => true, use: adam(rates) },
    ]);
    const blocks = hostBlocks(hostWeights(weights), optimizer);
    expect(blocks.map(({ block }) => block.parameters.map(({ name, offset }) => `${name}@${offset}`))).toEqual([
      ["a@0", "c@2"],
      ["b@0"],
      ["bias@0"],
    ]);
    gather(blocks);
    expect(blocks.map((each) => [...each.weights])).toEqual([[1, 2, 4, 5, 6, 7], [3], [8]]);
    expect(blocks[1].weights).toBe(weights.b);
    blocks[0].weights.fill(9);
    scatter(blocks);
    expect([...weights.a, ...weights.c.data]).toEqual([9, 9, 9, 9, 9, 9]);
    expect([...rangeOf(Float64Array.of(1, 2, 3, 4, 5, 6), blocks[0].block.parameters[1])]).toEqual([3, 4, 5, 6]);
  });
});

describe("an optimizer of several arrays", () => {
  /** Weights after three steps, one array after the other. */
  const after = (optimizer: OptimizerSpec, names: readonly string[]): number[] => {
    const start = { a: [0.5, -1, 2], b: [3, -0.25], c: [1] } as const;
    const given = Object.entries(start).filter(([name]) => names.includes(name));
    const weights = Object.fromEntries(given.map(([name, values]) => [name, Float32Array.from(values)]));
    const running = new Optimizer(weights, optimizer);
    for (let step = 1; step <= 3; step++) {
      running.step(Object.fromEntries(given.map(([name, values]) => [name, values.map((w) => Math.sin(step * w))])));
    }
    return Object.values(weights).flatMap((values) => [...values]);
  };

  it.each([adam, lamb])("takes each as it would alone, %o", (recipe) => {
    const alone = ["a", "b", "c"].flatMap((name) => after(recipe(rates), [name]));
    expect(after(recipe(rates), ["a", "b", "c"])).toEqual(alone);
  });

  it("sees what was written into the arrays between steps", () => {
    const weights = { a: Float64Array.of(1), b: Float64Array.of(1) };
    const optimizer = new Optimizer(weights, gradientDescent({ learningRate: 1 }));
    optimizer.step({ a: [1], b: [1] });
    weights.b[0] = 10;
    optimizer.step({ a: [1], b: [1] });
    expect([weights.a[0], weights.b[0]]).toEqual([-1, 9]);
    expect(optimizer.evaluationWeights()).toEqual(weights);
  });
});
