import { beforeAll, describe, expect, it } from "vitest";
import { keyOf, threefry2x32, uniformOf } from "../random/index.ts";
import { compile } from "./compile.ts";
import { zeros } from "./constructors.ts";
import { useDevice } from "./device.ts";
import type { Draws, RunKey } from "./draws.ts";
import type { Tensor } from "./tensor.ts";

const drawn = async (draw: (random: Draws) => Tensor, seed: number, key: Partial<RunKey> = {}) => {
  const program = compile(({ state, random }) => ({ state, outputs: draw(random) }), { state: zeros([]), seed });
  return [...(await (await program.run({ inputs: [], ...key })).data())];
};

const expected = (count: number, seed: number, path: string, step: number, microBatch: number): number[] => {
  const [key0, key1] = keyOf(seed, path, step, microBatch);
  return Array.from({ length: count }, (_, counter) => uniformOf(threefry2x32(key0, key1, counter, 0)[0]));
};

describe.each(["reference", "wasm"] as const)("draws on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("are the host's, by seed, path, step and micro-batch", async () => {
    const draw = (random: Draws) => random.at("block").at("dropout").uniform([3, 7], "mask");
    for (const [seed, step, microBatch] of [
      [0, 0, 0],
      [7, 5, 2],
      [2 ** 40 + 1, 100000, 0],
    ]) {
      const found = await drawn(draw, seed, { step, microBatch });
      expect(found).toEqual(expected(21, seed, "block/dropout/mask", step, microBatch));
    }
  });

  it("differ by path and step and repeat for the same key", async () => {
    const program = compile(
      ({ state, random }) => ({
        state,
        outputs: [random.uniform([50], "a"), random.uniform([50], "b"), random.uniform([50], "a")],
      }),
      { state: zeros([]), seed: 3 },
    );
    const run = async (step: number) =>
      Promise.all((await program.run({ inputs: [], step })).map((output) => output.data()));
    const [[a, b, again], [nextA], [sameA]] = [await run(0), await run(1), await run(0)];
    expect(again).toEqual(a);
    expect(sameA).toEqual(a);
    const common = (x: ArrayLike<number>, y: ArrayLike<number>) =>
      Array.from(x).filter((value, i) => value === y[i]).length;
    expect(common(a, b)).toBeLessThan(2);
    expect(common(a, nextA)).toBeLessThan(2);
  });

  it("are spread as they say", async () => {
    const n = 20_000;
    const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const uniform = await drawn((random) => random.uniform([n], "u", -1, 3), 1);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...uniform)).toBeLessThan(3);
    // Five standard errors: 4/√12/√n and so on.
    expect(Math.abs(mean(uniform) - 1)).toBeLessThan(0.041);
    const masks = await drawn((random) => random.bernoulli([n], 0.3), 1);
    expect(Math.abs(mean(masks) - 0.3)).toBeLessThan(0.0163);
    expect(new Set(masks)).toEqual(new Set([0, 1]));
    const normal = await drawn((random) => random.normal([n]), 1);
    expect(Math.abs(mean(normal))).toBeLessThan(0.036);
    expect(Math.abs(mean(normal.map((value) => value * value)) - 1)).toBeLessThan(0.05);
    expect(Math.abs(mean(normal.map((value) => value ** 4)) - 3)).toBeLessThan(0.35);
  });
});
