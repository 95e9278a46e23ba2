import { beforeAll, describe, expect, it } from "vitest";
import { arange, tensor } from "./constructors.ts";
import { useDevice } from "./device.ts";

describe.each(["reference", "wasm"] as const)("a tensor on %s", (device) => {
  beforeAll(() => useDevice(device));
  const x = tensor(Float64Array.of(3, -1, 4, 1, -5, 9), [2, 3]);
  const cube = arange(24, "float64").reshape([2, 3, 4]);

  it("reduces over any axes", async () => {
    expect(await x.sum().item()).toBe(11);
    expect(await x.sum(0).data()).toEqual(Float64Array.of(4, -6, 13));
    expect(await x.max(1).data()).toEqual(Float64Array.of(4, 9));
    expect(await x.min([0, 1]).item()).toBe(-5);
    expect(x.sum(1, { keepDims: true }).shape).toEqual([2, 1]);
    expect(await cube.sum([0, 2]).data()).toEqual(Float64Array.of(60, 92, 124));
    expect(await cube.reshape([2, 3, 1, 4]).sum([0, 3]).data()).toEqual(Float64Array.of(60, 92, 124));
    expect(cube.reshape([2, 1, 12]).sum([0, 2]).shape).toEqual([1]);
    expect(await tensor(Uint8Array.of(200, 100)).sum().item()).toBe(300);
    expect(await tensor(Int32Array.of(-3, 2)).max().item()).toBe(2);
    expect(await tensor(Int32Array.of(-3, 2)).mean().item()).toBe(-0.5);
  });

  it("finds moments", async () => {
    expect(await x.mean(1).data()).toEqual(Float64Array.of(2, 5 / 3));
    expect(
      await tensor(Float64Array.of(1, 2, 3, 4))
        .variance()
        .item(),
    ).toBe(1.25);
    expect(
      await tensor(Float64Array.of(1, 2, 3, 4))
        .variance(0, { correction: 1 })
        .item(),
    ).toBeCloseTo(5 / 3, 15);
    expect(await tensor(Float64Array.of(3, 4)).norm().item()).toBe(5);
    expect(() => tensor([1]).variance(0, { correction: 1 })).toThrow(
      "variance: correction 1 must be less than the 1 elements reduced",
    );
  });

  it("finds the first of the largest, and NaN before all", async () => {
    const rows = tensor([
      [1, 3, 3],
      [Number.NaN, 5, 9],
      [7, Number.NaN, Number.NaN],
      [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, -1],
    ]);
    expect(await rows.argmax().data()).toEqual(Int32Array.of(1, 0, 1, 2));
    expect(await rows.argmax(0, { keepDims: true }).data()).toEqual(Int32Array.of(1, 2, 2));
  });

  it("passes NaN on in reductions", async () => {
    const values = Float64Array.from({ length: 21 }, (_, i) => (i === 13 ? Number.NaN : i));
    for (const result of [tensor(values).sum(), tensor(values).max(), tensor(values).min()])
      expect(await result.item()).toBeNaN();
  });

  it("sums running", async () => {
    expect(await x.cumsum().data()).toEqual(Float64Array.of(3, 2, 6, 1, -4, 5));
    expect(await x.cumsum(0).data()).toEqual(Float64Array.of(3, -1, 4, 4, -6, 13));
  });

  it("multiplies matrices, batched and broadcast", async () => {
    const y = tensor(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    expect(await x.matmul(y).data()).toEqual(Float64Array.of(20, 26, 31, 36));
    const batch = cube.matmul(arange(8, "float64").reshape([4, 2]));
    expect(batch.shape).toEqual([2, 3, 2]);
    const values = await batch.data();
    const expected = Array.from({ length: 12 }, (_, at) => {
      const [row, column] = [Math.floor(at / 2), at % 2];
      return [0, 1, 2, 3].reduce((sum, k) => sum + (row * 4 + k) * (k * 2 + column), 0);
    });
    expect([...values]).toEqual(expected);
  });

  it("moves elements", async () => {
    expect(await x.transpose().data()).toEqual(Float64Array.of(3, 1, -1, -5, 4, 9));
    expect(await cube.permute([2, 0, 1]).slice(1).data()).toEqual(Float64Array.of(1, 5, 9, 13, 17, 21));
    expect(
      await x
        .pad(
          [
            [0, 1],
            [1, 0],
          ],
          7,
        )
        .data(),
    ).toEqual(Float64Array.of(7, 3, -1, 4, 7, 1, -5, 9, 7, 7, 7, 7));
    expect(await tensor([1, 2]).reshape([2, 1]).expand([2, 2]).data()).toEqual(Float32Array.of(1, 1, 2, 2));
  });

  it("picks rows, clamping indices", async () => {
    expect(await x.gather([1, 0, 1]).data()).toEqual(Float64Array.of(1, -5, 9, 3, -1, 4, 1, -5, 9));
    expect(await x.gather([-7, 2, 99], 1).data()).toEqual(Float64Array.of(3, 4, 4, 1, 9, 9));
    expect(await x.gather(tensor(Uint8Array.of(2)), 1).data()).toEqual(Float64Array.of(4, 9));
  });

  it("writes labels as rows", async () => {
    expect(await tensor(Uint8Array.of(2, 0)).oneHot(3).data()).toEqual(Float32Array.of(0, 0, 1, 1, 0, 0));
    expect(tensor(Int32Array.of(1, 2, 3, 4), [2, 2]).oneHot(5).shape).toEqual([2, 2, 5]);
  });
});
