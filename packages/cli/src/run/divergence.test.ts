import { describe, expect, it } from "vitest";
import { Divergence } from "./divergence.ts";

const skipped = "a gradient is not finite";
const step = { epoch: 1, batch: 1, batches: 10, step: 1, learningRate: 9, loss: 1, metrics: {} };
const epoch = { epoch: 1, step: 1, learningRate: 9, seconds: 1, loss: 1, metrics: {}, skipped: 0 };

describe("Divergence", () => {
  it("lets single updates go that are left out", () => {
    const divergence = new Divergence(9);
    for (const failed of [false, true, true, true, false]) divergence.onStepEnd(failed ? { ...step, skipped } : step);
    divergence.onEpochEnd({ ...epoch, loss: Number.NaN, skipped: 3 });
  });

  it("ends a run that no longer moves, naming the first bad update and the rate", () => {
    const divergence = new Divergence(9);
    divergence.onStepEnd(step);
    divergence.onStepEnd({ ...step, skipped });
    expect(() => divergence.onEpochEnd({ ...epoch, skipped: 1 })).toThrow(
      "from update 2 on the loss or its gradient is not finite; lower --learning-rate (9 now)",
    );
    const long = new Divergence(9);
    for (let update = 1; update < 20; update++) long.onStepEnd({ ...step, skipped });
    expect(() => long.onStepEnd({ ...step, skipped })).toThrow("from update 1 on");
  });

  it("ends a run whose loss is not finite though nothing was left out", () => {
    const divergence = new Divergence(9);
    divergence.onStepEnd(step);
    expect(() => divergence.onEpochEnd({ ...epoch, loss: Infinity })).toThrow("training diverged");
  });
});
