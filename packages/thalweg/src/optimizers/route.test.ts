import { describe, expect, it } from "vitest";
import { adam, type Block, chain, groupOf, knobNamesOf, Optimizer, route, scale, slotsOf } from "./index.ts";

const spec = route([
  { match: /bias$/, use: scale(-1), name: "biases" },
  { match: (_, shape) => shape.length === 2, use: chain(adam(), scale(1)) },
  { match: "gain", use: scale(-10) },
]);

describe("route", () => {
  it("gives each parameter the first entry that matches", () => {
    const weights = {
      "dense/bias": Float64Array.of(0),
      gain: Float64Array.of(0),
      kernel: { data: Float64Array.of(0), shape: [1, 1] },
    };
    new Optimizer(weights, spec).step({ "dense/bias": [2], gain: [2], kernel: [2] });
    expect(weights["dense/bias"][0]).toBe(-2);
    expect(weights.gain[0]).toBe(-20);
    expect(weights.kernel.data[0]).toBeCloseTo(-1e-3, 10);
  });

  it("names a parameter that nothing matches", () => {
    expect(() => new Optimizer({ other: Float64Array.of(0) }, spec)).toThrow("route: no entry matches parameter other");
  });

  it("names groups and prefixes what it keeps", () => {
    expect(groupOf(spec, "dense/bias", [4])).toBe("biases");
    expect(groupOf(spec, "kernel", [4, 4])).toBe("1");
    expect(groupOf(chain(scale(1), spec), "kernel", [4, 4])).toBe("1");
    expect(groupOf(adam(), "kernel", [4, 4])).toBe("");
    expect(knobNamesOf(spec)).toContain("biases/scale/factor");
    expect(knobNamesOf(chain(scale(1), scale(2)))).toEqual(["scale/factor", "scale_2/factor"]);
  });

  it("keeps slots only where its stages run, and refuses blocks of several groups", () => {
    const block = (name: string, shape: readonly number[]): Block => ({
      name,
      dtype: "float32",
      length: 4,
      parameters: [{ name, shape, offset: 0 }],
    });
    expect(
      slotsOf(spec, [block("a/bias", [4]), block("kernel", [2, 2])]).map(({ name, block: at }) => [name, at]),
    ).toEqual([
      ["1/scaleByAdam/m", 1],
      ["1/scaleByAdam/v", 1],
    ]);
    const mixed = {
      ...block("a/bias", [4]),
      parameters: [...block("a/bias", [2]).parameters, ...block("kernel", [1, 2]).parameters],
    };
    expect(() => slotsOf(spec, [mixed])).toThrow(
      "parameters of one block must belong to one route group, got a/bias and kernel",
    );
  });

  it("refuses equal names", () => {
    expect(() =>
      route([
        { match: "a", use: adam(), name: "x" },
        { match: "b", use: adam(), name: "x" },
      ]),
    ).toThrow('got "x" twice');
  });
});
