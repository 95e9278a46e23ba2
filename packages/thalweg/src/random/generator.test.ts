import { describe, expect, it } from "vitest";
import { Generator } from "./generator.ts";
import { keyOf } from "./key.ts";
import { normalBelow } from "./normal.ts";
import { threefry2x32, uniformOf } from "./threefry.ts";

const count = 40_000;

const moments = (values: ArrayLike<number>): { mean: number; variance: number } => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return { mean, variance: squares / values.length };
};

/** Largest distance between the empirical distribution and `below` (Kolmogorov–Smirnov). */
const distance = (values: Float64Array, below: (x: number) => number): number => {
  const sorted = Float64Array.from(values).sort();
  let largest = 0;
  for (let i = 0; i < sorted.length; i++) {
    const p = below(sorted[i]);
    largest = Math.max(largest, Math.abs(p - i / sorted.length), Math.abs(p - (i + 1) / sorted.length));
  }
  return largest;
};

// The Kolmogorov–Smirnov distance exceeds 1.95/√n in one case of a thousand.
const bound = (n: number): number => 1.95 / Math.sqrt(n);

describe("Generator", () => {
  it("draws element n from counter n, first word", () => {
    const [k0, k1] = keyOf(5, "weights");
    const drawn = new Generator(5, "weights").fillUniform(new Float32Array(100));
    for (let i = 0; i < 100; i++) expect(drawn[i]).toBe(uniformOf(threefry2x32(k0, k1, i, 0)[0]));
  });

  it("gives the same numbers to float32 and float64 arrays", () => {
    const narrow = new Generator(1).fillUniform(new Float32Array(1000));
    const wide = new Generator(1).fillUniform(new Float64Array(1000));
    expect([...narrow]).toEqual([...wide]);
  });

  it("is uniform", () => {
    const values = new Generator(11).fillUniform(new Float64Array(count));
    const { mean, variance } = moments(values);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / count));
    expect(distance(values, (x) => x)).toBeLessThan(bound(count));
  });

  it("scales uniforms to [low, high)", () => {
    const values = new Generator(2).fillUniform(new Float64Array(count), -3, 5);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...values)).toBeLessThan(5);
    expect(distance(values, (x) => (x + 3) / 8)).toBeLessThan(bound(count));
  });

  it("is normal", () => {
    const values = new Generator(12).fillNormal(new Float64Array(count), 3, 2);
    const { mean, variance } = moments(values);
    expect(Math.abs(mean - 3)).toBeLessThan((4 * 2) / Math.sqrt(count));
    expect(Math.abs(variance / 4 - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    const few = values.subarray(0, 4000);
    expect(distance(few, (x) => normalBelow((x - 3) / 2))).toBeLessThan(bound(few.length));
  });

  // scipy.stats.truncnorm.stats, SciPy 1.17.
  it.each([
    { low: -2, high: 2, mean: 0, variance: 0.7737413035499232 },
    { low: 2, high: 4, mean: 2.3706331596831696, variance: 0.1095831136317329 },
    { low: -1, high: 0.5, mean: -0.20663121806153306, variance: 0.1727732590864931 },
  ])("cuts normals to [$low, $high] standard deviations", ({ low, high, mean, variance }) => {
    const values = new Generator(13).fillTruncatedNormal(new Float64Array(count), 10, 3, low, high);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(10 + 3 * low);
    expect(Math.max(...values)).toBeLessThanOrEqual(10 + 3 * high);
    const seen = moments(values);
    expect(Math.abs((seen.mean - 10) / 3 - mean)).toBeLessThan(4 * Math.sqrt(variance / count));
    expect(Math.abs(seen.variance / 9 / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  });

  it("draws integers equally often", () => {
    const random = new Generator(14);
    const seen = new Float64Array(10);
    for (let i = 0; i < count; i++) seen[random.integer(10)]++;
    const chiSquared = seen.reduce((sum, n) => sum + (n - count / 10) ** 2 / (count / 10), 0);
    // Nine degrees of freedom: above 27.9 in one case of a thousand.
    expect(chiSquared).toBeLessThan(27.9);
  });

  it("draws integers without the bias of a remainder", () => {
    // With n = 3·2³⁰ a plain remainder would give the lower third twice as often as the others.
    const random = new Generator(15);
    let lower = 0;
    for (let i = 0; i < count; i++) if (random.integer(3 * 2 ** 30) < 2 ** 30) lower++;
    expect(Math.abs(lower / count - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / count));
    expect(random.integer(1)).toBe(0);
    expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
  });

  it("permutes", () => {
    const order = new Generator(16).permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...new Generator(16).permutation(0)]).toEqual([]);
  });

  it("reaches every permutation equally often", () => {
    const seen = new Map<string, number>();
    const random = new Generator(17);
    for (let i = 0; i < 24_000; i++) {
      const order = random.permutation(4).join("");
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    const chiSquared = [...seen.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    // 23 degrees of freedom: above 49.7 in one case of a thousand.
    expect(chiSquared).toBeLessThan(49.7);
  });

  it("gives unrelated streams to neighbouring seeds and paths", () => {
    const stream = (random: Generator): Float64Array => random.fillUniform(new Float64Array(count));
    const parent = new Generator(0);
    const streams = [parent, new Generator(1), parent.derive(0), parent.derive(1), parent.derive("0")].map(stream);
    for (let a = 0; a < streams.length; a++) {
      for (let b = 0; b < a; b++) {
        const product = streams[a].reduce((sum, x, i) => sum + (x - 0.5) * (streams[b][i] - 0.5), 0);
        const correlation = (12 * product) / count;
        expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(count));
      }
    }
  });

  it("has unrelated neighbours within a stream", () => {
    const values = new Generator(18).fillNormal(new Float64Array(count));
    let product = 0;
    for (let i = 1; i < count; i++) product += values[i] * values[i - 1];
    expect(Math.abs(product / count)).toBeLessThan(4 / Math.sqrt(count));
  });

  it("derives the same stream wherever the parent stands", () => {
    const parent = new Generator(3, "data");
    const early = parent.derive("noise", 4).uniform();
    parent.uniform();
    expect(parent.derive("noise", 4).uniform()).toBe(early);
    expect(new Generator(3, "data", "noise", 4).uniform()).toBe(early);
  });

  it("goes on from a saved state as if it had not stopped", () => {
    const random = new Generator(4, "x");
    random.normal();
    random.integer(1000);
    const saved = JSON.parse(JSON.stringify(random.state()));
    const rest = [random.uniform(), random.normal(), random.integer(77)];
    const resumed = new Generator(0);
    resumed.load(saved);
    expect([resumed.uniform(), resumed.normal(), resumed.integer(77)]).toEqual(rest);
  });

  it("carries the counter into its second word", () => {
    const random = new Generator(6);
    random.load({ key: [6, 0], counter: 2 ** 32 + 9 });
    expect(random.bits()).toBe(threefry2x32(6, 0, 9, 1)[0]);
  });

  it("names the argument that is wrong", () => {
    const random = new Generator(0);
    expect(() => random.integer(0)).toThrow("Generator.integer: n must be an integer in [1, 2^32], got 0");
    expect(() => random.permutation(-1)).toThrow("Generator.permutation: n must be an integer in [0, 2^31), got -1");
    expect(() => random.derive()).toThrow("Generator.derive: path must not be empty");
    expect(() => random.fillTruncatedNormal(new Float64Array(1), 0, 1, 2, 2)).toThrow(
      "low must be below high, got 2 and 2",
    );
    expect(() => random.load({ key: [-1, 0], counter: 0 })).toThrow("key must be two 32-bit words");
    expect(() => random.load({ key: [1, 0], counter: -1 })).toThrow("counter must be a safe integer ≥ 0, got -1");
  });
});
