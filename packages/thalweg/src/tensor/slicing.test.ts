import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { arange } from "./constructors.ts";
import { useDevice } from "./device.ts";

/** Indices that Python's range(*slice(start, stop, step).indices(extent)) gives. */
const indices = (extent: number, start: number | null, stop: number | null, step: number): number[] => {
  const bound = (end: number, low: number, high: number) => Math.min(Math.max(end < 0 ? end + extent : end, low), high);
  const [low, high] = step > 0 ? [0, extent] : [-1, extent - 1];
  const from = start === null ? (step > 0 ? low : high) : bound(start, low, high);
  const to = stop === null ? (step > 0 ? high : low) : bound(stop, low, high);
  const list: number[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) list.push(i);
  return list;
};

describe("slice", () => {
  beforeAll(() => useDevice("reference"));

  it("takes what Python takes, or says that nothing is left", async () => {
    const end = (extent: number) => fc.option(fc.integer({ min: -extent, max: extent + 2 }));
    const cases = fc
      .integer({ min: 1, max: 7 })
      .chain((extent) => fc.tuple(fc.constant(extent), end(extent), end(extent), fc.constantFrom(1, 2, 3, -1, -2)));
    await fc.assert(
      fc.asyncProperty(cases, async ([extent, start, stop, step]) => {
        const expected = indices(extent, start, stop, step);
        const take = () => arange(extent).slice([start, stop, step]);
        if (expected.length === 0) expect(take).toThrow(/^slice: range .* holds no element/);
        else expect([...(await take().data())]).toEqual(expected);
      }),
    );
  });

  it("drops axes picked by a number, keeps those left out", async () => {
    const x = arange(12).reshape([3, 4]);
    expect(await x.slice(1).data()).toEqual(Int32Array.of(4, 5, 6, 7));
    expect(await x.slice(null, -1).data()).toEqual(Int32Array.of(3, 7, 11));
    expect(x.slice([1], [null, null, 2]).shape).toEqual([2, 2]);
  });

  it("refuses what is no range", () => {
    const x = arange(3);
    expect(() => x.slice(3)).toThrow(/^slice: along axis 0: axis 3/);
    expect(() => x.slice([0, 2, 0])).toThrow(/holds no element/);
    expect(() => x.slice([0.5])).toThrow(/holds no element/);
    expect(() => x.slice(null, null)).toThrow("slice: 2 ranges for the 1 axes of [3]");
  });
});
