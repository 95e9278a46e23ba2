import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Histogram, histogramOf } from "./histogram.ts";

const counted = (values: Float32Array | Float64Array): Histogram => {
  const histogram = histogramOf(values);
  if (histogram === undefined) throw new Error("no histogram");
  return histogram;
};

describe("histogramOf", () => {
  it("counts, sums and bounds", () => {
    const { limits, counts, ...rest } = counted(Float64Array.of(-2, 0, 0, 3));
    expect(rest).toEqual({ min: -2, max: 3, count: 4, sum: 1, sumOfSquares: 13 });
    expect(counts).toEqual([0, 1, 0, 2, 0, 1, 0]);
    expect(limits[3]).toBe(1e-12);
    expect(limits[6]).toBe(Number.MAX_VALUE);
  });

  it("has limits a tenth apart, as TensorFlow's are", () => {
    const { limits, counts } = counted(Float64Array.of(1.05));
    expect(counts).toEqual([0, 1, 0]);
    // The largest 1e-12·1.1ᵏ not above 1.05, and the next.
    const exponent = Math.floor(Math.log(1.05e12) / Math.log(1.1));
    expect(limits[0] / (1e-12 * 1.1 ** exponent)).toBeCloseTo(1, 10);
    expect(limits[1] / limits[0]).toBeCloseTo(1.1, 12);
  });

  it("puts each value in the bucket around it, whatever the values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 }), { minLength: 1 }),
        (list) => {
          const { limits, counts, count } = counted(Float64Array.from(list));
          expect(limits.length).toBe(counts.length);
          expect(limits).toEqual(limits.toSorted((a, b) => a - b));
          expect(count).toBe(list.length);
          const expected = limits.map(
            (limit, i) => list.filter((x) => x < limit && x >= (limits[i - 1] ?? -Infinity)).length,
          );
          expect(counts).toEqual(expected);
        },
      ),
    );
  });

  it("leaves out what is not finite, and is none where nothing is left", () => {
    expect(counted(Float32Array.of(Number.NaN, 1, Infinity, -Infinity)).count).toBe(1);
    expect(histogramOf(Float32Array.of(Number.NaN))).toBeUndefined();
    expect(histogramOf(new Float32Array())).toBeUndefined();
  });

  it("counts the largest numbers, too", () => {
    const { max, counts } = counted(Float64Array.of(Number.MAX_VALUE, -Number.MAX_VALUE));
    expect(max).toBe(Number.MAX_VALUE);
    expect(counts.reduce((a, b) => a + b)).toBe(2);
  });
});
