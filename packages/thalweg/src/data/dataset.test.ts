import { describe, expect, it } from "vitest";
import { dataset, exampleCount, select, take } from "./dataset.ts";

const classes = ["equal", "different"];

describe("dataset", () => {
  it("takes nested arrays: float32 inputs, whole numbers as int32 labels", () => {
    const xor = dataset({
      inputs: [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      targets: [0, 1, 1, 0],
      classes,
      name: "xor",
    });
    expect(xor.inputs).toEqual({ values: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), shape: [4, 2] });
    expect(xor.targets).toEqual({ values: Int32Array.of(0, 1, 1, 0), shape: [4] });
    expect(xor).toMatchObject({ name: "xor", classes });
    expect(exampleCount(xor)).toBe(4);
  });

  it("keeps numbers to predict as floats", () => {
    expect(dataset({ inputs: [[1], [2]], targets: [0.5, 2] }).targets.values).toEqual(Float32Array.of(0.5, 2));
    expect(dataset({ inputs: [[1], [2]], targets: [[1], [2]] }).targets.values).toEqual(Float32Array.of(1, 2));
    expect(dataset({ inputs: [[1], [2]], targets: Float32Array.of(1, 2) }).targets.values).toBeInstanceOf(Float32Array);
  });

  it("uses typed arrays as they are", () => {
    const values = Uint8Array.of(1, 2, 3, 4);
    expect(dataset({ inputs: { values, shape: [2, 2] }, targets: [0, 1] }).inputs.values).toBe(values);
  });

  it("turns labels of any type into int32 when classes are named, and leaves one number a class", () => {
    expect(dataset({ inputs: [[1], [2]], targets: Uint8Array.of(1, 0), classes }).targets.values).toEqual(
      Int32Array.of(1, 0),
    );
    const oneHot = dataset({
      inputs: [[1], [2]],
      targets: [
        [0, 1],
        [1, 0],
      ],
      classes,
    });
    expect(oneHot.targets).toEqual({ values: Float32Array.of(0, 1, 1, 0), shape: [2, 2] });
  });

  it("says how counts differ", () => {
    expect(() =>
      dataset({
        inputs: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        targets: [0, 1],
      }),
    ).toThrow("dataset: inputs and targets must hold equally many examples, got 3 inputs [3, 2] and 2 targets [2]");
  });

  it("names the first number that is not finite", () => {
    const inputs = { values: Float32Array.of(0, 1, 2, 3, 4, Number.NaN, 6, Number.NaN), shape: [4, 2] };
    expect(() => dataset({ inputs, targets: [0, 1, 0, 1] })).toThrow(
      "dataset: inputs must be finite, got NaN at [2, 1]",
    );
    expect(() => dataset({ inputs: [[1], [2]], targets: [0.5, Number.POSITIVE_INFINITY] })).toThrow(
      "dataset: targets must be finite, got Infinity at [1]",
    );
  });

  it("refuses labels outside the classes", () => {
    const build = (targets: number[]) => () => dataset({ inputs: [[1], [2]], targets, classes });
    expect(build([0, 2])).toThrow("labels of 2 classes must be whole numbers from 0 to 1, got 2 at [1]");
    expect(build([-1, 0])).toThrow("got -1 at [0]");
    expect(build([0, 0.5])).toThrow("got 0.5 at [1]");
    expect(() => dataset({ inputs: [[1], [2]], targets: [[0], [1]], classes })).toThrow(
      "with 2 classes the shape must be [examples] or [examples, 2], got [2, 1]",
    );
  });

  it("refuses emptiness and shapes that do not fit", () => {
    expect(() => dataset({ inputs: [], targets: [] })).toThrow("dataset: inputs must hold at least one example");
    expect(() => dataset({ inputs: { values: new Float32Array(5), shape: [2, 3] }, targets: [0, 1] })).toThrow(
      "dataset: inputs: shape [2, 3] needs 6 values, got 5",
    );
    expect(() => dataset({ inputs: { values: new Float32Array(3), shape: [2, 1.5] }, targets: [0, 1] })).toThrow(
      "extents must be positive whole numbers, got shape [2, 1.5]",
    );
  });
});

describe("take and select", () => {
  const numbers = dataset({ inputs: [[10], [11], [12]], targets: [0, 1, 2] });

  it("takes the first examples without copying", () => {
    const two = take(numbers, 2);
    expect(two.inputs).toEqual({ values: Float32Array.of(10, 11), shape: [2, 1] });
    expect(two.targets).toEqual({ values: Int32Array.of(0, 1), shape: [2] });
    expect(two.inputs.values.buffer).toBe(numbers.inputs.values.buffer);
  });

  it("selects inputs and targets together", () => {
    const chosen = select(numbers, [2, 0]);
    expect(chosen.inputs.values).toEqual(Float32Array.of(12, 10));
    expect(chosen.targets.values).toEqual(Int32Array.of(2, 0));
  });

  it.each([0, -1, 1.5, 4, Number.NaN])("refuses to take %d of 3", (count) => {
    expect(() => take(numbers, count)).toThrow(`take: count must be a whole number from 1 to 3, got ${count}`);
  });
});
