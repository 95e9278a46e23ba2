import { describe, expect, it } from "vitest";
import { assemble, concat, gather, scatterAdd } from "./indexing.ts";
import { input } from "./sources.ts";

const x = input(0, [2, 3], "float32");
const indices = input(1, [4], "int32");

describe("concat", () => {
  it("takes the pieces of what was assembled along the same axis", () => {
    const [a, b, c] = [2, 3, 4].map((extent, index) => input(index, [extent], "float32"));
    const joined = concat([a, assemble([b, c], 0, [1, 4], 9)], 0);
    expect(joined.inputs).toEqual([a, b, c]);
    expect(joined.operation).toMatchObject({ kind: "assemble", axis: 0, starts: [0, 3, 6] });
    expect(joined.shape).toEqual([11]);
  });

  it("lays parts side by side in the widest dtype", () => {
    const joined = concat([x, input(1, [2, 5], "int32"), x], -1);
    expect(joined).toMatchObject({ shape: [2, 11], dtype: "float32", operation: { axis: 1, starts: [0, 3, 8] } });
    expect(concat([x], 0)).toBe(x);
  });
  it("says what does not fit", () => {
    expect(() => concat([], 0)).toThrow("concat: needs at least one tensor, got none");
    expect(() => concat([x, input(1, [3, 3], "float32")], 1)).toThrow(
      "concat: [3, 3] does not fit beside [2, 3] along axis 1; all other extents must be equal",
    );
    expect(() => concat([x, input(1, [2], "float32")], 0)).toThrow("concat: [2] does not fit");
    expect(() => concat([x], 2)).toThrow(/^concat: axis 2/);
  });
});

describe("assemble", () => {
  it("leaves gaps", () => {
    expect(assemble([x, x], 0, [0, 4], 8).shape).toEqual([8, 3]);
  });
});

describe("gather and scatterAdd", () => {
  it("change the extent of one axis", () => {
    expect(gather(x, indices, 1)).toMatchObject({ shape: [2, 4], dtype: "float32" });
    expect(gather(x, input(1, [7], "uint8"), 0).inputs[1].dtype).toBe("int32");
    expect(scatterAdd(input(0, [4, 3], "float32"), indices, 0, 9).shape).toEqual([9, 3]);
  });
  it("say what does not fit", () => {
    expect(() => gather(x, input(1, [2, 2], "int32"), 0)).toThrow("gather: indices must have one axis, got [2, 2]");
    expect(() => gather(x, input(1, [2], "float32"), 0)).toThrow(
      'gather: indices must be int32 or uint8, got float32; use toType("int32")',
    );
    expect(() => scatterAdd(x, indices, 0, 5)).toThrow(
      "scatterAdd: 4 indices for the 2 rows of [2, 3] along axis 0; there must be one a row",
    );
    expect(() => scatterAdd(input(0, [4], "float32"), indices, 0, 0)).toThrow(/^scatterAdd: extents must be positive/);
  });
});
