import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { sizeOf } from "../graph/index.ts";
import { type DeviceName, tensor, useDevice, zeros } from "./index.ts";
import { averagePool1d, averagePool2d, globalAveragePool, globalMaxPool, maxPool1d, maxPool2d } from "./pooling.ts";
import { at, visits } from "./testing/direct-convolution.ts";

const numbers = (shape: readonly number[], seed = 0) =>
  Float64Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 29 + seed * 7) % 23) - 11);

const pair = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

describe.each<DeviceName>(["reference", "wasm"])("pooling on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("is what its definition says, whatever the windows", async () => {
    const random = fc.record({
      extents: pair(1, 8),
      window: pair(1, 7),
      strides: pair(1, 4),
      before: pair(0, 2),
      after: pair(0, 2),
      channels: fc.integer({ min: 1, max: 5 }),
      seed: fc.nat(100),
    });
    const fitting = random.filter(({ extents, window, before, after }) =>
      extents.every(
        (extent, axis) =>
          extent + before[axis] + after[axis] >= window[axis] && Math.max(before[axis], after[axis]) < window[axis],
      ),
    );
    await fc.assert(
      fc.asyncProperty(fitting, async ({ extents, window, strides, before, after, channels, seed }) => {
        const shape = [2, ...extents, channels];
        const values = numbers(shape, seed);
        const x = tensor(values, shape);
        const padding = [0, 1].map((axis) => [before[axis], after[axis]] as const);
        const largest = maxPool2d(x, window, { strides, padding });
        const positions = largest.shape.slice(1, 3);
        const size = sizeOf(largest.shape);
        const expected = {
          max: new Float64Array(size).fill(-Infinity),
          sum: new Float64Array(size),
          count: new Float64Array(size),
        };
        const ways = strides.map((stride, axis) => ({ stride, dilation: 1, before: before[axis] }));
        visits(extents, positions, window, ways, ([i, j], _, [row, column]) => {
          for (let n = 0; n < 2; n++) {
            for (let c = 0; c < channels; c++) {
              const to = at(largest.shape, n, i, j, c);
              const value = values[at(shape, n, row, column, c)];
              expected.max[to] = Math.max(expected.max[to], value);
              expected.sum[to] += value;
              expected.count[to]++;
            }
          }
        });
        expect(await largest.data()).toEqual(expected.max);
        const mean = averagePool2d(x, window, { strides, padding });
        expect(await mean.data()).toEqual(expected.sum.map((sum, index) => sum / expected.count[index]));
        const counted = averagePool2d(x, window, { strides, padding, countPadding: true });
        expect(await counted.data()).toEqual(expected.sum.map((sum) => sum / (window[0] * window[1])));
      }),
      { numRuns: 50, seed: 3 },
    );
  });

  it("drops what no whole window fits in, and pads as Keras does with same", async () => {
    const x = tensor([1, 5, 2, 4, 3], [1, 5, 1], "float64");
    expect([...(await maxPool1d(x, 2).data())]).toEqual([5, 4]);
    expect([...(await maxPool1d(x, 2, { padding: "same" }).data())]).toEqual([5, 4, 3]);
    expect([...(await averagePool1d(x, 2, { padding: "same" }).data())]).toEqual([3, 3, 3]);
    expect([...(await averagePool1d(x, 2, { padding: "same", countPadding: true }).data())]).toEqual([3, 3, 1.5]);
    expect([...(await averagePool1d(x, 3, { strides: 1 }).data())]).toEqual([8 / 3, 11 / 3, 3]);
    expect(maxPool2d(zeros([1, 29, 31, 2]), 2).shape).toEqual([1, 14, 15, 2]);
  });

  it("over all positions gives a value a channel", async () => {
    const x = tensor([1, -1, 5, -5, 3, -3], [1, 3, 2], "float64");
    expect([...(await globalAveragePool(x).data())]).toEqual([3, -3]);
    expect([...(await globalMaxPool(x.reshape([1, 3, 1, 2])).data())]).toEqual([5, -1]);
  });

  it("takes large windows one axis after the other, and integers", async () => {
    const x = tensor(numbers([1, 9, 9, 3]), [1, 9, 9, 3]);
    const [largest, all] = [await maxPool2d(x, 9).data(), await globalMaxPool(x).data()];
    expect(largest).toEqual(all);
    expect([...(await maxPool1d(tensor(Int32Array.of(3, 1, 2, 4), [1, 4, 1]), 2).data())]).toEqual([3, 4]);
  });
});

describe("errors of pooling", () => {
  it("name the argument, the rule and the value", () => {
    const x = zeros([1, 4, 4, 1]);
    expect(() => maxPool2d(zeros([4, 4, 1]), 2)).toThrow(
      "maxPool2d: expected x [batch, height, width, channels], got [4, 4, 1]; reshape it first",
    );
    expect(() => maxPool2d(x, [2, 0])).toThrow("maxPool2d: window must be a positive integer, or 2 of them, got [2,0]");
    expect(() => averagePool2d(x, 5)).toThrow("averagePool2d: a window over [5, 5] does not fit in [4, 4]");
    expect(() => maxPool2d(x, 2, { padding: 2 })).toThrow(
      "maxPool2d: padding must be less than the window, or some windows hold nothing, got [2, 2] for a window of 2",
    );
    expect(() => globalMaxPool(zeros([2, 3]))).toThrow(
      "globalMaxPool: expected x [batch, ..., channels] with positions between, got [2, 3]",
    );
  });
});
