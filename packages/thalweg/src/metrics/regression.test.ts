import { beforeAll, describe, expect, it } from "vitest";
import { huber, mae } from "../losses/index.ts";
import { type DeviceName, type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { asMetric, type Metric, metricValue, perplexity, r2, rootMeanSquaredError } from "./index.ts";

const measured = async (metric: Metric, ...batches: readonly (readonly [Tensor, Tensor])[]) => {
  const totals: number[] = [];
  for (const [output, target] of batches) {
    const sums = await metric.apply(output, target).data();
    expect(sums.length).toBe(metric.sums?.(output.shape.slice(1)));
    for (const [index, sum] of sums.entries()) totals[index] = (totals[index] ?? 0) + sum;
  }
  return metricValue(
    metric,
    totals,
    batches.reduce((sum, [output]) => sum + output.shape[0], 0),
  );
};

describe.each<DeviceName>(["reference", "wasm"])("metrics of numbers on %s", (device) => {
  beforeAll(() => useDevice(device));
  const column = (...values: number[]) => tensor(values, [values.length, 1]);

  it("R² compares with the mean of all, not of batches", async () => {
    // Σ(y − ŷ)² = 0 + 1 + 1 + 4 = 6 and Σ(y − 3)² = 4 + 1 + 0 + 9 = 14, over batches of 3 and 1.
    const batches = [
      [column(1, 3, 2), column(1, 2, 3)],
      [column(4), column(6)],
    ] as const;
    expect(await measured(r2(), ...batches)).toBeCloseTo(1 - 6 / 14, 12);
    expect(await measured(r2(), [column(5, 5), column(4, 6)])).toBe(0);
  });

  it("R² is the mean over outputs, keeps digits of distant targets, and does without variance", async () => {
    const output = tensor([
      [1, 5],
      [2, 5],
    ]);
    const target = tensor([
      [1, 4],
      [2, 6],
    ]);
    expect(await measured(r2(), [output, target])).toBeCloseTo(0.5, 12);
    const far = [1e6, 1e6 + 1, 1e6 + 2, 1e6 + 3];
    const off = column(...far.map((value, index) => value + (index % 2 ? 0.5 : -0.5)));
    // 4·¼ over 5
    expect(await measured(r2(), [off, column(...far)])).toBeCloseTo(0.8, 6);
    expect(await measured(r2(), [column(2, 2), column(2, 2)])).toBe(1);
    expect(await measured(r2(), [column(1, 2), column(2, 2)])).toBe(0);
  });

  it("takes the root of the mean over all", async () => {
    // Squares 9, 0 and 16 + 0 … over batches of 2 and 1: √(25/3)
    const batches = [
      [column(3, 1), column(0, 1)],
      [column(4), column(0)],
    ] as const;
    expect(await measured(rootMeanSquaredError(), ...batches)).toBeCloseTo(Math.sqrt(25 / 3), 6);
    expect(await measured(asMetric(mae()), ...batches)).toBeCloseTo(7 / 3, 6);
    expect(asMetric(huber()).name).toBe("huber");
    expect(asMetric(mae(), { name: "distance" }).better).toBe("lower");
  });

  it("perplexity is e to the mean of all positions, without those ignored", async () => {
    const uniform = tensor([
      [
        [0, 0, 0, 0],
        [1, 1, 1, 1],
      ],
    ]);
    const sure = tensor([
      [
        [0, 0, 0, 0],
        [50, 0, 0, 0],
      ],
    ]);
    const labels = tensor(Int32Array.of(1, 0), [1, 2]);
    expect(await measured(perplexity(), [uniform, labels])).toBeCloseTo(4, 6);
    // Three of four positions are uniform.
    expect(await measured(perplexity(), [uniform, labels], [sure, labels])).toBeCloseTo(4 ** 0.75, 6);
    // Two of three that count.
    const ignoring = perplexity({ ignoreIndex: -1 });
    const padded = tensor(Int32Array.of(-1, 0), [1, 2]);
    expect(await measured(ignoring, [uniform, labels], [sure, padded])).toBeCloseTo(4 ** (2 / 3), 6);
  });
});
