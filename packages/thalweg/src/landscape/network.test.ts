import { beforeAll, describe, expect, it } from "vitest";
import { useDevice } from "../tensor/index.ts";
import { moved } from "./directions.ts";
import { lossAt } from "./network.ts";
import { randomDirections } from "./random-directions.ts";
import { sliceLoss, spaced } from "./slice-loss.ts";
import { points, smallNetwork } from "./testing/small-network.ts";

describe.each(["reference", "wasm"] as const)("the loss as a function of weights on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("is the trainer's at its weights, to the bit, also in the middle of a slice", async () => {
    const { trainer, network, weights } = await smallNetwork();
    // On the reference device a trainer has more digits than the float32 that it hands out and saves.
    await trainer.setWeights(weights);
    const expected = (await trainer.evaluate(points, { batchSize: 25 })).loss;
    const at = lossAt(network);
    expect(await at(weights)).toBe(expected);
    const directions = randomDirections(weights, { seed: 4 });
    const { values, x, y } = await sliceLoss(at, weights, directions, { x: spaced(1, 5), y: spaced(0.5, 3) });
    expect([x, y]).toEqual([
      [-1, -0.5, 0, 0.5, 1],
      [-0.5, 0, 0.5],
    ]);
    expect(values[1 * 5 + 2]).toBe(expected);
    expect(values[2 * 5 + 1]).toBe(await at(moved(weights, directions, [-0.5, 0.5])));
    expect(new Set(values).size).toBe(15);
    const line = await sliceLoss(at, weights, directions, { x: [0, 1] });
    expect(line.values[0]).toBe(expected);
    expect(line.values[1]).toBe(values[1 * 5 + 4]);
  });

  it("keeps questions asked at once apart", async () => {
    const { network, weights } = await smallNetwork();
    const at = lossAt(network);
    const places = [0, 1, -1].map((x) => moved(weights, randomDirections(weights, { count: 1 }), [x]));
    const together = await Promise.all(places.map(at));
    for (const [index, place] of places.entries()) expect(together[index]).toBe(await at(place));
  });
});

it("refuses what is no network, no grid and no direction of it", async () => {
  const { network, weights } = await smallNetwork();
  expect(() => lossAt({ ...network, batchSize: 0 })).toThrow(
    "lossAt: batchSize must be a positive whole number, got 0",
  );
  const at = lossAt(network);
  const [d] = randomDirections(weights);
  await expect(sliceLoss(at, weights, [d], { x: [0], y: [0] })).rejects.toThrow("sliceLoss: needs 2 directions, got 1");
  await expect(sliceLoss(at, weights, [d], { x: [Number.NaN] })).rejects.toThrow("the grid must be finite, got NaN");
  const stranger = { other: { shape: [1], values: Float64Array.of(1) } };
  await expect(sliceLoss(at, weights, [stranger], { x: [1] })).rejects.toThrow(
    "directions: other has 1 numbers, the weights no such array; directions must come from weights of the same model",
  );
  expect(() => moved(weights, [d], [])).toThrow("moved: there must be one coefficient a direction, got 0 for 1");
});
