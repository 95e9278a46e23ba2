import { beforeAll, describe, expect, it } from "vitest";
import { type DeviceName, type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { f1, type Metric, metricValue, precision, recall } from "./index.ts";

/** The value of a metric over one batch. */
const measured = async (metric: Metric, output: Tensor, target: Tensor) => {
  const sums = [...(await metric.apply(output, target).data())];
  expect(sums.length).toBe(metric.sums?.(output.shape.slice(1)));
  return metricValue(metric, sums, output.shape[0]);
};

describe.each<DeviceName>(["reference", "wasm"])("precision, recall and F1 on %s", (device) => {
  beforeAll(() => useDevice(device));
  // Predicted 0, 0, 1, 1, 1, 2 of labels 0, 1, 1, 1, 0, 2; nobody is or is called 3.
  const output = tensor([
    [9, 0, 0, 0],
    [9, 0, 0, 0],
    [0, 9, 0, 0],
    [0, 9, 0, 0],
    [0, 9, 0, 0],
    [0, 0, 9, 0],
  ]);
  const labels = tensor(Int32Array.of(0, 1, 1, 1, 0, 2), [6]);

  it.each([
    { metric: precision(), value: (1 / 2 + 2 / 3 + 1) / 3 },
    { metric: recall(), value: (1 / 2 + 2 / 3 + 1) / 3 },
    { metric: f1(), value: (1 / 2 + 2 / 3 + 1) / 3 },
    { metric: precision({ average: "micro" }), value: 4 / 6 },
    { metric: recall({ average: "micro" }), value: 4 / 6 },
    { metric: f1({ average: "micro" }), value: 4 / 6 },
  ])("averages over the classes there are: $metric.name $value", async ({ metric, value }) => {
    expect(await measured(metric, output, labels)).toBeCloseTo(value, 12);
    expect(await measured(metric, output, labels.oneHot(4))).toBeCloseTo(value, 12);
    expect(await measured(metric, output.reshape([2, 3, 4]), labels.reshape([2, 3]))).toBeCloseTo(value, 12);
  });

  it("looks at class 1 of two, from one output or two", async () => {
    // Of five: 2 hits, 1 false alarm, 1 missed.
    const one = tensor([[1.5], [-1], [0.3], [0.1], [-2]]);
    const truth = tensor(Uint8Array.of(1, 1, 0, 1, 0), [5]);
    for (const average of ["binary", "macro", "micro"] as const) {
      expect(await measured(precision({ average }), one, truth)).toBeCloseTo(2 / 3, 12);
      expect(await measured(recall({ average }), one, truth)).toBeCloseTo(2 / 3, 12);
      expect(await measured(f1({ average }), one, truth)).toBeCloseTo(2 / 3, 12);
    }
    expect(await measured(precision({ threshold: 0.2 }), one, truth)).toBeCloseTo(1 / 2, 12);
    expect(await measured(recall({ threshold: 0.2 }), one, truth)).toBeCloseTo(1 / 3, 12);
    expect(await measured(f1({ threshold: 0.2 }), one, truth)).toBeCloseTo(2 / 5, 12);
    const two = tensor([
      [0, 1.5],
      [1, 0],
      [0, 0.3],
      [0, 0.1],
      [2, 0],
    ]);
    expect(await measured(f1({ average: "binary" }), two, truth)).toBeCloseTo(2 / 3, 12);
    // Class 0 of them: 1 hit, 1 false alarm, 1 missed.
    expect(await measured(f1(), two, truth)).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12);
  });

  it("takes every output for a class of its own with a threshold", async () => {
    const tags = tensor(Uint8Array.of(1, 0, 1, 1, 0, 0), [3, 2]);
    const scores = tensor([
      [0.9, 0.2],
      [0.6, 0.4],
      [0.7, 0.1],
    ]);
    // Tag 0: predicted always, true twice. Tag 1: never predicted, true once.
    expect(await measured(precision({ threshold: 0.5 }), scores, tags)).toBeCloseTo((2 / 3 + 0) / 2, 12);
    expect(await measured(f1({ threshold: 0.5, average: "micro" }), scores, tags)).toBeCloseTo(4 / 6, 12);
  });

  it("is 0 where nothing is predicted, and names what does not fit", async () => {
    const none = await measured(f1(), tensor([[-1], [-2]]), tensor(Int32Array.of(0, 0), [2]));
    expect(none).toBe(0);
    expect(() => f1({ average: "binary" }).sums?.([3])).toThrow(
      'f1: average "binary" needs one output or two classes, got 3; use "macro" or "micro"',
    );
    expect(() => recall({ threshold: Number.NaN })).toThrow("recall: threshold must be finite, got NaN");
  });
});
