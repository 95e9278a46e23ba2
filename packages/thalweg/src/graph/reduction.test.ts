import { describe, expect, it } from "vitest";
import type { Node } from "./node.ts";
import { cumsum, matmul, reduce, sumKeeping, sumToShape } from "./reduction.ts";
import { input } from "./sources.ts";

/** The reductions below a node, last first, as [space, axes]. */
const reductions = ({ operation, inputs }: Node): [space: readonly number[], axes: readonly number[]][] => {
  const below = inputs.flatMap(reductions);
  return operation.kind === "reduce" ? [[inputs[0].shape, operation.axes], ...below] : below;
};
const of = (...shape: number[]) => input(0, shape, "float32");

describe("reduce", () => {
  it("takes a run of neighbouring axes at once, also across axes of extent 1", () => {
    expect(reductions(reduce("sum", of(2, 3, 4), [1, 2]))).toEqual([
      [
        [2, 3, 4],
        [1, 2],
      ],
    ]);
    expect(reductions(reduce("sum", of(2, 1, 4), [0, 2]))).toEqual([
      [
        [2, 1, 4],
        [0, 1, 2],
      ],
    ]);
    expect(reduce("sum", of(2, 1, 4), [0, 2]).shape).toEqual([1]);
  });
  it("takes axes apart one after the other", () => {
    const result = reduce("max", of(2, 3, 4), [0, 2]);
    expect(result.shape).toEqual([3]);
    expect(reductions(result)).toEqual([
      [[2, 3], [0]],
      [[2, 3, 4], [2]],
    ]);
  });
  it("is a reshape over axes of extent 1", () => {
    expect(reduce("sum", of(2, 1), [1]).operation.kind).toBe("reshape");
    expect(reduce("sum", of(2, 3), []).shape).toEqual([2, 3]);
  });
  it("cuts runs longer than 16384 by shape alone", () => {
    expect(reductions(reduce("sum", of(16384), [0]))).toEqual([[[16384], [0]]]);
    // No number of equal parts: padded. 40000 is four times 10000.
    expect(reductions(reduce("sum", of(16411), [0]))).toEqual([
      [[2], [0]],
      [[2, 16384], [1]],
    ]);
    expect(reductions(reduce("sum", of(200, 100), [0, 1]))).toEqual([
      [[200], [0]],
      [[200, 100], [1]],
    ]);
    expect(reductions(reduce("max", of(3, 40000), [1]))).toEqual([
      [[3, 4], [1]],
      [[3, 4, 10000], [2]],
    ]);
  });
  it("of uint8 is in int32, whatever the shape", () => {
    expect(reduce("sum", input(0, [3], "uint8"), [0]).dtype).toBe("int32");
    expect(reduce("sum", input(0, [1], "uint8"), [0]).dtype).toBe("int32");
    expect(reduce("max", input(0, [20000], "uint8"), [0]).dtype).toBe("int32");
  });
});

describe("sums of gradients", () => {
  it("keep axes or go back to the shape before broadcasting", () => {
    expect(sumKeeping(of(2, 3), [1]).shape).toEqual([2, 1]);
    expect(sumToShape(of(5, 2, 3), [2, 1]).shape).toEqual([2, 1]);
    const x = of(2, 3);
    expect(sumToShape(x, [2, 3])).toBe(x);
  });
});

describe("cumsum", () => {
  it("keeps the shape", () => {
    expect(cumsum(of(2, 3), 1)).toMatchObject({ shape: [2, 3], operation: { kind: "cumsum", axis: 1 } });
  });
});

describe("matmul", () => {
  it("broadcasts leading axes and computes in floats", () => {
    expect(matmul(of(5, 1, 2, 3), of(4, 3, 7)).shape).toEqual([5, 4, 2, 7]);
    expect(matmul(input(0, [2, 3], "int32"), input(1, [3, 2], "uint8")).dtype).toBe("float32");
    expect(matmul(of(2, 3), input(1, [3, 2], "float64")).dtype).toBe("float64");
  });
  it("says what does not fit", () => {
    expect(() => matmul(of(2, 3), of(2, 3))).toThrow("matmul: [2, 3] × [2, 3] do not fit: 3 columns meet 2 rows");
    expect(() => matmul(of(3), of(3, 2))).toThrow("matmul: needs matrices, got [3] and [3, 2]; reshape vectors");
    expect(() => matmul(of(2, 2, 3), of(5, 3, 2))).toThrow(
      "matmul: leading axes of [2, 2, 3] and [5, 3, 2] do not broadcast (2 and 5); make them equal or 1",
    );
  });
});
