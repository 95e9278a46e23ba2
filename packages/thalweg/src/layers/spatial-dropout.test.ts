import { beforeAll, describe, expect, it } from "vitest";
import { compile, ones, type Tensor, useDevice, zeros } from "../tensor/index.ts";
import { spatialDropout } from "./spatial-dropout.ts";
import { firstContext } from "./testing/context.ts";

describe("spatialDropout", () => {
  beforeAll(() => useDevice("reference"));
  const layer = spatialDropout(0.25);
  const dropped = async (training: boolean) => {
    const run = compile<Tensor, Tensor, Tensor>(
      ({ state, inputs, random, training: isTraining }) => ({
        state,
        outputs: layer.apply(inputs, { parameters: {}, state: {}, training: isTraining, random }).y,
      }),
      { state: zeros([1]) },
    );
    return (await run.run({ inputs: ones([50, 3, 2, 40]), training })).data();
  };

  it("drops whole channels of an example, and scales the others", async () => {
    const values = await dropped(true);
    let kept = 0;
    for (let example = 0; example < 50; example++) {
      for (let channel = 0; channel < 40; channel++) {
        const own = [0, 1, 2, 3, 4, 5].map((place) => values[(example * 6 + place) * 40 + channel]);
        expect(new Set(own).size).toBe(1);
        expect(own[0] === 0 || Math.abs(own[0] * 0.75 - 1) < 1e-6).toBe(true);
        kept += own[0] === 0 ? 0 : 1;
      }
    }
    expect(Math.abs(kept / 2000 - 0.75)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 2000));
  });

  it("is the identity when not training, and at rate 0", async () => {
    expect((await dropped(false)).every((value: number) => value === 1)).toBe(true);
    const x = ones([2, 3]);
    expect(spatialDropout(0).apply(x, firstContext(layer, [3], { training: true })).y).toBe(x);
    expect(() => spatialDropout(1)).toThrow("spatialDropout: rate must be in [0, 1), got 1");
  });
});
