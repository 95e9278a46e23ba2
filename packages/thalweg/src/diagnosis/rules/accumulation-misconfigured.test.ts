import { expect, it } from "vitest";
import { cosine, type Schedule, warmupCosine } from "../../schedules/index.ts";
import type { Setup } from "../setup.ts";
import { seenOf, setupFor } from "../testing/seen.ts";
import { accumulationMisconfigured } from "./accumulation-misconfigured.ts";

/** 10 epochs of 40 batches, so many an update. */
const accumulating = (microBatches: number, changes: Partial<Setup> = {}) => {
  const updates = Math.floor(400 / microBatches);
  const optimizer = { ...setupFor().optimizer, microBatches };
  return seenOf({ setup: setupFor({ optimizer, batchesPerEpoch: 40, updates, ...changes }) });
};

const withSchedule = (microBatches: number, schedule: Schedule) => {
  const updates = 400 / microBatches;
  const rates = Array.from({ length: updates }, (_, index) => ({ update: index + 1, rate: schedule(index) }));
  return accumulating(microBatches, { rates });
};

it("counts the updates that are left where one takes more than an epoch", () => {
  expect(accumulationMisconfigured.judge(accumulating(40))).toBeUndefined();
  const verdict = accumulationMisconfigured.judge(accumulating(41));
  expect(verdict?.sentence).toBe("An update takes 41 batches, but an epoch has only 40: 10 epochs make 9 updates.");
  expect(verdict).toMatchObject({ severity: "error" });
  expect(accumulationMisconfigured.judge(accumulating(500))?.sentence).toContain("10 epochs make not one update");
  expect(accumulationMisconfigured.judge(accumulating(41, { epochs: 20, updates: 20 }))?.severity).toBeUndefined();
});

it("sees a warmup that outlasts the run", () => {
  const verdict = accumulationMisconfigured.judge(
    withSchedule(4, warmupCosine({ peak: 0.1, warmup: 120, total: 400 })),
  );
  expect(verdict?.sentence).toContain("still warming up when the run ends: it rises to 0.0825 at update 100");
  expect(
    accumulationMisconfigured.judge(withSchedule(4, warmupCosine({ peak: 0.1, warmup: 30, total: 100 }))),
  ).toBeUndefined();
});

it("sees a schedule whose length is the run's times the batches an update", () => {
  const verdict = accumulationMisconfigured.judge(withSchedule(4, cosine({ peak: 0.1, total: 400 })));
  expect(verdict).toMatchObject({ severity: "advice" });
  expect(accumulationMisconfigured.judge(withSchedule(4, cosine({ peak: 0.1, total: 100 })))).toBeUndefined();
  // Cut off, but not by this.
  expect(accumulationMisconfigured.judge(withSchedule(4, cosine({ peak: 0.1, total: 200 })))).toBeUndefined();
});

it("sees batch normalization on batches of 2, and nothing without accumulation", () => {
  const layers = [{ path: "batchNorm", kind: "batchNorm", outputShape: [8], parameters: {} }];
  expect(accumulationMisconfigured.judge(accumulating(4, { layers, batchSize: 2 }))?.sentence).toContain("2 examples");
  expect(accumulationMisconfigured.judge(accumulating(4, { layers, batchSize: 3 }))).toBeUndefined();
  expect(accumulationMisconfigured.judge(accumulating(1, { layers, batchSize: 2 }))).toBeUndefined();
});
