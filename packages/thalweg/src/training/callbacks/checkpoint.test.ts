import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkpoint } from "./checkpoint.ts";
import { epochRecord, FakeFitting, runEpochs } from "./testing/fake-fitting.ts";

const losses = (...values: readonly number[]) => values.map((loss) => ({ loss }));

describe("checkpoint", () => {
  it("saves every epoch under its number", async () => {
    const fitting = new FakeFitting();
    await runEpochs(checkpoint("run"), fitting, losses(3, 2));
    expect(fitting.saved).toEqual([join("run", "epoch-0001.safetensors"), join("run", "epoch-0002.safetensors")]);
  });

  it("saves every so many epochs, and the best when it is better", async () => {
    const fitting = new FakeFitting();
    await runEpochs(checkpoint("run", { every: 2, keepBest: true }), fitting, losses(3, Number.NaN, 4, 2));
    expect(fitting.saved.map((path) => path.slice(4))).toEqual([
      "best.safetensors",
      "epoch-0002.safetensors",
      "best.safetensors",
      "epoch-0004.safetensors",
    ]);
  });

  it("knows the best of a fit that was broken off, and begins anew after one that has ended", async () => {
    const fitting = new FakeFitting();
    const options = { every: 0, keepBest: true };
    const broken = checkpoint("run", options);
    await broken.onEpochEnd?.(epochRecord(1, { loss: 2 }), fitting);
    const resumed = checkpoint("run", options);
    await resumed.onEpochEnd?.(epochRecord(2, { loss: 3 }), fitting);
    expect(fitting.saved).toHaveLength(1);
    await resumed.onTrainEnd?.([], fitting);
    await runEpochs(checkpoint("run", options), fitting, losses(4));
    expect(fitting.saved).toHaveLength(2);
  });

  it("saves the best alone, by validation loss or by what is monitored", async () => {
    const records = [
      { loss: 1, validation: { loss: 2, metrics: { accuracy: 0.5 } } },
      { loss: 0.5, validation: { loss: 3, metrics: { accuracy: 0.6 } } },
    ];
    const byLoss = new FakeFitting();
    await runEpochs(checkpoint("run", { every: 0, keepBest: true }), byLoss, records);
    expect(byLoss.saved).toHaveLength(1);
    const byAccuracy = new FakeFitting();
    const options = { every: 0, keepBest: true, monitor: "validationAccuracy" };
    await runEpochs(checkpoint("run", options), byAccuracy, records);
    expect(byAccuracy.saved).toHaveLength(2);
  });

  it("refuses parts of epochs", () => {
    expect(() => checkpoint("run", { every: 0.5 })).toThrow("every must be a whole number of epochs ≥ 0, got 0.5");
  });
});
