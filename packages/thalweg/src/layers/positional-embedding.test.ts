import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice, zeros } from "../tensor/index.ts";
import { embedding } from "./embedding.ts";
import { positionalEmbedding } from "./positional-embedding.ts";
import { sequential } from "./sequential.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

describe("positionalEmbedding", () => {
  beforeAll(() => useDevice("reference"));
  const layer = positionalEmbedding(3);
  const weight = tensor(
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    [3, 2],
    "float64",
  );

  it("adds a vector for each position, for sequences as long as the table or shorter", async () => {
    const context = { ...firstContext(layer, [2, 2]), parameters: { weight } };
    const x = tensor(
      [
        [
          [10, 20],
          [30, 40],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ],
      [2, 2, 2],
      "float64",
    );
    expect([...(await layer.apply(x, context).y.data())]).toEqual([11, 22, 33, 44, 1, 2, 3, 4]);
    expect(layer.apply(zeros([4, 3, 2]), context).y.shape).toEqual([4, 3, 2]);
    expect(layer.build([3, 2]).parameters.weight.shape).toEqual([3, 2]);
  });

  it("has the gradients of its central differences", async () => {
    const context = firstContext(layer, [2, 2]);
    const x = tensor(
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [0.5, 0],
          [-1, 1],
        ],
      ],
      [2, 2, 2],
      "float64",
    );
    await expectDifferences(
      ({ x: given, ...parameters }) =>
        layer
          .apply(given, { ...context, parameters })
          .y.sin()
          .sum(),
      { x, weight },
    );
  });

  it("refuses longer sequences, by its path, and what is no sequence", () => {
    const text = sequential([embedding(9, 2), positionalEmbedding(128)]);
    expect(() => text.build([200], "model")).toThrow(
      "model/positionalEmbedding: expected at most 128 positions, got [batch, 200, 2] with 200; " +
        "use positionalEmbedding(200) or shorter sequences",
    );
    // Built for shorter ones, it would add one row to all positions.
    const single = positionalEmbedding(1, { name: "place" });
    expect(() => single.apply(zeros([4, 2, 3]), firstContext(single, [1, 3]))).toThrow(
      "place: expected at most 1 positions, got [batch, 2, 3] with 2",
    );
    expect(() => layer.build([7])).toThrow(
      "positionalEmbedding: expected input [batch, time, features], got [batch, 7]; add embedding() before it",
    );
    expect(() => positionalEmbedding(0)).toThrow("positionalEmbedding: length must be a positive integer, got 0");
  });
});
