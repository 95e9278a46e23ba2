import { describe, expect, it } from "vitest";
import { runsAt, termBlocks } from "./product-tables.ts";

describe("runs of terms", () => {
  it("are as long as the steps are equal", () => {
    expect(runsAt(Int32Array.of(0, 4, 8, 40, 44, 48))).toEqual({
      runs: [
        { offset: 0, terms: 3 },
        { offset: 40, terms: 3 },
      ],
      step: 4,
    });
    expect(runsAt(Int32Array.of(0, 0, 4, 4)).runs).toEqual([
      { offset: 0, terms: 2 },
      { offset: 4, terms: 2 },
    ]);
    expect(runsAt(Int32Array.of(12))).toEqual({ runs: [{ offset: 12, terms: 1 }], step: 0 });
    expect(runsAt(new Int32Array(0))).toEqual({ runs: [], step: 0 });
  });

  it("are cut where a block is full", () => {
    const runs = [
      { offset: 0, terms: 5 },
      { offset: 100, terms: 5 },
    ];
    expect(termBlocks(runs, 8, 4)).toEqual([
      { terms: 4, runs: [{ offset: 0, terms: 4 }] },
      {
        terms: 4,
        runs: [
          { offset: 32, terms: 1 },
          { offset: 100, terms: 3 },
        ],
      },
      { terms: 2, runs: [{ offset: 124, terms: 2 }] },
    ]);
    expect(termBlocks(runs, 8, 10)).toEqual([{ terms: 10, runs }]);
    expect(termBlocks([], 8, 4)).toEqual([{ terms: 0, runs: [] }]);
    expect(termBlocks([{ offset: 0, terms: 0 }], 8, 4)).toEqual([{ terms: 0, runs: [] }]);
  });
});
