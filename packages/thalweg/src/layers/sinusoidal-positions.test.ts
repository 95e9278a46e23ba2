import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice, zeros } from "../tensor/index.ts";
import { sinusoidalPositions } from "./sinusoidal-positions.ts";
import { firstContext } from "./testing/context.ts";

describe("sinusoidalPositions", () => {
  beforeAll(() => useDevice("reference"));
  const layer = sinusoidalPositions();
  const waves = (time: number, features: number) =>
    layer.apply(zeros([2, time, features], "float64"), firstContext(layer, [time, features])).y.data();

  it("adds sines at even features and cosines at odd ones, slower and slower", async () => {
    const values = await waves(3, 4);
    const row = (t: number) => [Math.sin(t), Math.cos(t), Math.sin(t / 100), Math.cos(t / 100)];
    const expected = [...row(0), ...row(1), ...row(2)];
    for (const [index, value] of [...expected, ...expected].entries()) expect(values[index]).toBeCloseTo(value, 14);
  });

  it("takes odd numbers of features, and any length", async () => {
    const values = await waves(2, 3);
    expect(values[5]).toBeCloseTo(Math.sin(1 / 10000 ** (2 / 3)), 14);
    expect(layer.build([1000, 3])).toMatchObject({ outputShape: [1000, 3], parameters: {} });
  });

  it("does not round the waves to whole numbers for bytes", async () => {
    const bytes = tensor(Uint8Array.of(200, 250), [1, 1, 2]);
    expect([...(await layer.apply(bytes, firstContext(layer, [1, 2])).y.data())]).toEqual([200, 251]);
    const { y } = layer.apply(tensor(Uint8Array.of(7, 7, 7, 7), [1, 2, 2]), firstContext(layer, [2, 2]));
    expect((await y.data())[2]).toBeCloseTo(7 + Math.sin(1), 6);
  });

  it("refuses what is no sequence", () => {
    expect(() => layer.build([4, 4, 4], "text/positions")).toThrow(
      "text/positions: expected input [batch, time, features], got [batch, 4, 4, 4]",
    );
  });
});
