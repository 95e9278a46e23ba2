import { describe, expect, it } from "vitest";
import { Generator } from "../../random/index.ts";
import { type Fans, fansOf, type Initializer } from "./initializer.ts";
import {
  glorotNormal,
  glorotTruncatedNormal,
  glorotUniform,
  heNormal,
  heTruncatedNormal,
  heUniform,
  leCunNormal,
  leCunTruncatedNormal,
  leCunUniform,
} from "./variance-scaling.ts";

const shape = [300, 500];
const fans = fansOf(shape);
const count = 300 * 500;

const theory: Record<string, (fans: Fans) => number> = {
  glorot: ({ fanIn, fanOut }) => 2 / (fanIn + fanOut),
  he: ({ fanIn }) => 2 / fanIn,
  leCun: ({ fanIn }) => 1 / fanIn,
};

/** Fourth moment over squared variance: 3 for normals, 9/5 for uniforms, 2.3655 for normals cut off at ±2. */
const cases: [string, Initializer, family: string, kurtosis: number, largest: number][] = [
  ["glorotUniform", glorotUniform(), "glorot", 1.8, Math.sqrt(3)],
  ["glorotNormal", glorotNormal(), "glorot", 3, 6],
  ["glorotTruncatedNormal", glorotTruncatedNormal(), "glorot", 2.3655, 2 / 0.87962566],
  ["heUniform", heUniform(), "he", 1.8, Math.sqrt(3)],
  ["heNormal", heNormal(), "he", 3, 6],
  ["heTruncatedNormal", heTruncatedNormal(), "he", 2.3655, 2 / 0.87962566],
  ["leCunUniform", leCunUniform(), "leCun", 1.8, Math.sqrt(3)],
  ["leCunNormal", leCunNormal(), "leCun", 3, 6],
  ["leCunTruncatedNormal", leCunTruncatedNormal(), "leCun", 2.3655, 2 / 0.87962566],
];

const moment = (values: Float64Array, power: number) =>
  values.reduce((sum, value) => sum + value ** power, 0) / values.length;

describe.each(cases)("%s", (name, initializer, family, kurtosis, largest) => {
  const values = initializer(shape, new Generator(0, name), fans);
  const variance = theory[family](fans);

  it("has mean 0 and the variance of its family", () => {
    expect(values.length).toBe(count);
    // Four deviations of each estimate over all draws.
    expect(Math.abs(moment(values, 1))).toBeLessThan(4 * Math.sqrt(variance / count));
    expect(Math.abs(moment(values, 2) / variance - 1)).toBeLessThan(4 * Math.sqrt((kurtosis - 1) / count));
  });

  it("has the shape of its distribution", () => {
    expect(moment(values, 4) / variance ** 2).toBeCloseTo(kurtosis, 1);
    const extreme = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / Math.sqrt(variance);
    expect(extreme).toBeLessThan(largest * (1 + 1e-6));
    expect(extreme).toBeGreaterThan(largest === 6 ? 3.5 : largest * 0.999);
  });
});

describe("variance scaling", () => {
  it("multiplies by a gain and repeats for the same stream", () => {
    const small = [10, 10];
    const once = heNormal()(small, new Generator(1, "w"), fans);
    const twice = heNormal({ gain: 2 })(small, new Generator(1, "w"), fans);
    expect(heNormal()(small, new Generator(1, "w"), fans)).toEqual(once);
    for (let index = 0; index < 100; index++) expect(twice[index]).toBeCloseTo(2 * once[index], 12);
  });

  it("refuses gains that are not positive", () => {
    expect(() => glorotUniform({ gain: 0 })).toThrow("glorotUniform: gain must be finite and > 0, got 0");
  });
});
