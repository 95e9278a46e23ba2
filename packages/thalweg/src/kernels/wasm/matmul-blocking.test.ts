import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockingOf, type ProductShape } from "./matmul-blocking.ts";
import { mostPackedRows, mostRows, mostTerms, panelColumns, productBytes, vectorLanes } from "./matmul-layout.ts";

const plain: Omit<ProductShape, "m" | "n" | "k"> = {
  dtype: "float32",
  batches: 1,
  folded: false,
  aColumn: 1,
  bColumn: 1,
};

describe("blockingOf", () => {
  it("keeps to what working memory and vectors allow", () => {
    const extent = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 100_000 }));
    const shapes = fc.record({
      dtype: fc.constantFrom("float32" as const, "float64" as const),
      batches: fc.integer({ min: 0, max: 200 }),
      m: extent,
      n: extent,
      k: extent,
      folded: fc.boolean(),
      aColumn: fc.integer({ min: 0, max: 1000 }),
      bColumn: fc.integer({ min: 0, max: 3 }),
    });
    const property = fc.property(shapes, (shape) => {
      const { dtype, m, n, k } = shape;
      const { blockRows, rowBlocks, blockTerms, packsA, inPlace, panels, packedBytes } = blockingOf(shape);
      const rest = n - inPlace;
      expect(blockRows).toBeGreaterThan(0);
      expect(blockRows).toBeLessThanOrEqual(packsA ? mostPackedRows : mostRows);
      expect(rowBlocks).toBe(Math.ceil(m / blockRows));
      expect(Number.isInteger(blockTerms) && blockTerms > 0 && blockTerms <= mostTerms).toBe(true);
      expect(inPlace % vectorLanes[dtype]).toBe(0);
      if (rest > 0) expect(inPlace % panelColumns(dtype)).toBe(0);
      if (shape.bColumn !== 1) expect(inPlace).toBe(0);
      expect(packsA && shape.folded).toBe(false);
      expect(panels).toBe(Math.ceil(rest / panelColumns(dtype)));
      expect(packedBytes).toBe(Math.ceil(rest / vectorLanes[dtype]) * vectorLanes[dtype] * k * productBytes[dtype]);
    });
    fc.assert(property, { seed: 1, numRuns: 1000 });
  });

  it("cuts small products into items for several threads, and tiny ones not at all", () => {
    expect(blockingOf({ ...plain, m: 128, n: 256, k: 784 }).rowBlocks).toBe(8);
    expect(blockingOf({ ...plain, m: 128, n: 10, k: 256 }).rowBlocks).toBeGreaterThanOrEqual(4);
    expect(blockingOf({ ...plain, m: 25, n: 32, k: 100_352, folded: true }).rowBlocks).toBe(2);
    expect(blockingOf({ ...plain, m: 16, n: 4, k: 8 }).rowBlocks).toBe(1);
  });

  it("reads small matrices where they lie", () => {
    expect(blockingOf({ ...plain, batches: 128, m: 64, n: 32, k: 64 })).toMatchObject({ packsA: false, panels: 0 });
    expect(blockingOf({ ...plain, m: 512, n: 512, k: 512 })).toMatchObject({ packsA: false, inPlace: 0 });
    expect(blockingOf({ ...plain, m: 784, n: 256, k: 128, aColumn: 784 }).packsA).toBe(true);
  });
});
