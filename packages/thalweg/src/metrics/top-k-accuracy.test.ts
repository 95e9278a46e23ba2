import { beforeAll, describe, expect, it } from "vitest";
import { type DeviceName, tensor, useDevice } from "../tensor/index.ts";
import { accuracy, metricValue, topKAccuracy } from "./index.ts";

describe.each<DeviceName>(["reference", "wasm"])("topKAccuracy on %s", (device) => {
  beforeAll(() => useDevice(device));
  const output = tensor([
    [4, 3, 2, 1],
    [1, 2, 3, 4],
    [5, 5, 5, 5],
    [0, 9, 9, 1],
  ]);
  const labels = tensor(Int32Array.of(1, 0, 2, 2), [4]);

  it("counts labels among the k largest, the first of equals before the others", async () => {
    const counts = await Promise.all([1, 2, 3, 4].map((k) => topKAccuracy(k).apply(output, labels).item()));
    // Ranks 1, 3, 2 and 1, counted from 0.
    expect(counts).toEqual([0, 2, 3, 4]);
    expect(await topKAccuracy(2).apply(output, labels.oneHot(4)).item()).toBe(2);
    expect(await topKAccuracy(1).apply(output, labels).item()).toBe(await accuracy().apply(output, labels).item());
  });

  it("counts an example with the share of its positions", async () => {
    expect(
      await topKAccuracy(3)
        .apply(output.reshape([2, 2, 4]), labels.reshape([2, 2]))
        .item(),
    ).toBe(1.5);
  });

  it("has a name with its k, and refuses others", () => {
    expect(topKAccuracy(5).name).toBe("top5Accuracy");
    expect(() => topKAccuracy(0)).toThrow("topKAccuracy: k must be a whole number ≥ 1, got 0");
  });

  it("accuracy over positions leaves ignored labels out", async () => {
    const metric = accuracy({ ignoreIndex: -1 });
    const padded = tensor(Int32Array.of(0, -1, 0, -1), [2, 2]);
    const sums = await metric.apply(output.reshape([2, 2, 4]), padded).data();
    expect([...sums]).toEqual([2, 2]);
    expect(metricValue(metric, [3, 4], 2)).toBe(0.75);
  });
});
