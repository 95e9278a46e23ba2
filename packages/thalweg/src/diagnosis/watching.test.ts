import { expect, it } from "vitest";
import { dense, sequential } from "../layers/index.ts";
import { bytesOf, clouds, small } from "../training/testing/clouds.ts";
import { watching } from "./watching.ts";

it("sees set-up, steps, probes, epochs and the end of a fit", async () => {
  const seen = watching({ every: 10 });
  expect(seen.observations()).toBeUndefined();
  const options = { epochs: 3, batchSize: 20, validation: clouds(60, 9), callbacks: [seen] };
  await small().fit(clouds(200), options);
  const observations = seen.observations();
  expect(observations?.ended).toBe(true);
  expect(observations?.stopped).toBeUndefined();
  expect(observations?.steps.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(observations?.steps[29]).toMatchObject({ epoch: 3, learningRate: 0.01 });
  expect(observations?.probes.map(({ step }) => step)).toEqual([1, 2, 3, 4, 6, 8, 10, 20, 30]);
  expect(observations?.probes.map(({ curvature }) => curvature !== undefined)[3]).toBe(true);
  expect(observations?.epochs.map(({ step }) => step)).toEqual([10, 20, 30]);
  expect(observations?.setup).toMatchObject({
    batchSize: 20,
    updates: 30,
    batchesPerEpoch: 10,
    inputShape: [5],
    outputShape: [3],
    loss: { name: "crossEntropy", expects: "logits" },
    data: { examples: 200, classes: [67, 67, 66] },
    validation: { examples: 60 },
  });
  expect(observations?.setup.rates).toHaveLength(30);
  expect(observations?.setup.layers.map(({ kind }) => kind)).toEqual(["dense", "relu", "dense"]);
});

it("keeps no gradients that another callback has asked for", async () => {
  const seen = watching();
  const others: boolean[] = [];
  const asks = {
    probeAt: () => ({ gradients: true }),
    onStepEnd: ({ probe }: { readonly probe?: { readonly gradients?: object } }) => {
      others.push(probe?.gradients !== undefined);
    },
  };
  await small().fit(clouds(60), { epochs: 1, batchSize: 20, callbacks: [seen, asks] });
  expect(others).toEqual([true, true, true]);
  expect(seen.observations()?.probes.map(({ gradients }) => gradients)).toEqual([undefined, undefined, undefined]);
});

it("changes no bit", async () => {
  const weightsWith = async (callbacks: readonly ReturnType<typeof watching>[]) => {
    const trainer = small();
    await trainer.fit(clouds(100), { epochs: 2, batchSize: 16, callbacks });
    return bytesOf(await trainer.weights());
  };
  expect(await weightsWith([watching()])).toEqual(await weightsWith([]));
});

it("begins anew with the next fit, and knows why one ended early", async () => {
  const seen = watching();
  const trainer = small();
  await trainer.fit(clouds(100), { epochs: 2, batchSize: 50, callbacks: [seen] });
  const stop = { onEpochEnd: (_: unknown, fitting: { stop(reason: string): void }) => fitting.stop("enough") };
  await trainer.fit(clouds(100), { epochs: 5, batchSize: 50, callbacks: [stop, seen] });
  expect(seen.observations()).toMatchObject({ stopped: "enough", ended: true, setup: { steps: 4, updates: 14 } });
  expect(seen.observations()?.steps.map(({ step }) => step)).toEqual([5, 6]);
});

it("goes on with what was seen before a run was broken off", async () => {
  const whole = watching({ every: 10 });
  const trainer = small();
  await trainer.fit(clouds(100), { epochs: 2, batchSize: 10, callbacks: [whole] });
  const before = whole.observations();
  const rest = watching({ every: 10, before });
  await trainer.fit(clouds(100), { epochs: 1, batchSize: 10, callbacks: [rest] });
  const seen = rest.observations();
  expect(seen?.setup).toBe(before?.setup);
  expect(seen?.steps.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(seen?.probes.map(({ step }) => step)).toEqual([...(before?.probes.map(({ step }) => step) ?? []), 30]);
  expect(seen?.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  expect(before?.steps).toHaveLength(20);
});

it("locates the first value that is not finite", async () => {
  const seen = watching();
  const model = sequential([dense(8), (x) => x.mul(1e30).square(), dense(3)]);
  await small({ model }).fit(clouds(60), { epochs: 1, batchSize: 20, callbacks: [seen] });
  const observations = seen.observations();
  expect(observations?.steps.every(({ skipped }) => skipped !== undefined)).toBe(true);
  expect(observations?.nonFinite).toMatchObject({ step: 1, pass: "forward", value: "Infinity" });
});
