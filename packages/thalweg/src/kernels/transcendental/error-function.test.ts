import { describe, expect, it } from "vitest";
import { at, largestError, magnitudes, spread } from "../testing/error-in-ulps.ts";

const bits = 400n;
const one = 1n << bits;

const fixed = (x: number): bigint => (BigInt(x * 2 ** 100) << bits) >> 100n;

const squareRoot = (square: bigint): bigint => {
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
};

/** π/4 = 4·arctan ⅕ − arctan 1/239 (Machin 1706). */
const pi = ((): bigint => {
  const arctangentOfInverse = (k: bigint): bigint => {
    let sum = 0n;
    let sign = 1n;
    for (let power = one / k, n = 1n; power !== 0n; power /= k * k, n += 2n, sign = -sign) sum += (sign * power) / n;
    return sum;
  };
  return 4n * (4n * arctangentOfInverse(5n) - arctangentOfInverse(239n));
})();

/** erf x = 2/√π·Σ (−1)ⁿ x²ⁿ⁺¹ / (n!·(2n + 1)) in 400-bit fixed point. */
const erf = (x: number): number => {
  const start = fixed(x);
  const square = (start * start) >> bits;
  let power = start;
  let sum = 0n;
  for (let n = 0n; power !== 0n && power !== -1n; n++, power = -((power * square) >> bits) / n) {
    sum += power / (2n * n + 1n);
  }
  const scaled = (sum * ((2n * one * one) / squareRoot(pi * one))) >> bits;
  return Number(scaled >> (bits - 200n)) / 2 ** 200;
};

describe.each(["float32", "float64"] as const)("erf in %s", (type) => {
  it("agrees with its series", () => {
    expect(erf(0.5)).toBeCloseTo(0.5204998778130465, 15); // Abramowitz & Stegun, table 7.1
    const xs = [...spread(-6, 6, 400), ...spread(-1.5, 1.5, 400), ...magnitudes(-30, 0).slice(0, 400)].map(Math.fround);
    expect(largestError("erf", type, xs, erf)).toBeLessThanOrEqual(4);
  });

  it("saturates at ±1 and never passes it", () => {
    const { NaN: nan, NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
    expect(at("erf", type, [low, -7, 7, high, nan, 0])).toEqual([-1, -1, 1, 1, nan, 0]);
    expect(Math.max(...at("erf", type, spread(-7, 7)).map(Math.abs))).toBeLessThanOrEqual(1);
  });
});
