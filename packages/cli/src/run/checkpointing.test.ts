import { join } from "node:path";
import type { EpochRecord, StepRecord } from "thalweg/training";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { epochRecord, FakeFitting, stepRecord } from "../../../thalweg/src/training/callbacks/testing/fake-fitting.ts";
import { Checkpointing, type CheckpointingOptions } from "./checkpointing.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A fit whose saves take so many milliseconds, and when they were. */
class SlowFitting extends FakeFitting {
  readonly times: number[] = [];
  readonly noted: unknown[] = [];
  takes = 0;

  override async save(path: string): Promise<void> {
    this.times.push(performance.now());
    this.noted.push(this.notes.run);
    vi.advanceTimersByTime(this.takes);
    await super.save(path);
  }
}

const begin = (options: Partial<CheckpointingOptions> = {}) => {
  const order: string[] = [];
  const before = async () => void order.push("others");
  const fitting = new SlowFitting(3, 4);
  const checkpointing = new Checkpointing({
    epochs: 3,
    folder: () => "run",
    before,
    note: () => ({ seconds: 2 }),
    ...options,
  });
  checkpointing.onTrainBegin(fitting);
  const step = (batch: number, parts: Partial<StepRecord> = {}) =>
    checkpointing.onStepEnd(stepRecord(batch, { batches: 1000, ...parts }), fitting);
  const epoch = (number: number, parts: Partial<EpochRecord> = {}) =>
    checkpointing.onEpochEnd(epochRecord(number, parts), fitting);
  return { fitting, step, epoch, order };
};

describe("Checkpointing", () => {
  it("saves within an epoch once a minute", async () => {
    const { fitting, step, order } = begin();
    const begun = performance.now();
    for (let batch = 1; batch <= 250; batch++) {
      vi.advanceTimersByTime(500);
      await step(batch);
    }
    expect(fitting.times.map((time) => time - begun)).toEqual([60_000, 120_000]);
    expect(fitting.saved[0]).toBe(join("run", "checkpoints", "last.safetensors"));
    expect(order).toEqual(["others", "others"]);
  });

  it("saves after epochs at most once a second, and for no more than a twentieth of the time", async () => {
    const { fitting, epoch } = begin({ epochs: 1000 });
    for (let number = 1; number <= 10; number++) {
      vi.advanceTimersByTime(400);
      await epoch(number);
    }
    expect(fitting.times).toHaveLength(3);
    fitting.takes = 300;
    vi.advanceTimersByTime(1000);
    await epoch(11);
    vi.advanceTimersByTime(5900);
    await epoch(12);
    expect(fitting.times).toHaveLength(4);
    vi.advanceTimersByTime(100);
    await epoch(13);
    expect(fitting.times).toHaveLength(5);
  });

  it("saves after so many updates when asked, once each, and after every epoch but the last", async () => {
    const { fitting, step, epoch } = begin({ every: 3 });
    // Two batches make an update.
    for (let batch = 1; batch <= 14; batch++) await step(batch, { step: Math.floor(batch / 2), batches: 14 });
    expect(fitting.saved).toHaveLength(2);
    await epoch(1);
    await step(1, { step: 9, batches: 1 });
    await epoch(3);
    expect(fitting.saved).toHaveLength(3);
  });

  it("leaves a fit that ends to end", async () => {
    const { fitting, step, epoch } = begin({ every: 1 });
    fitting.stop("earlyStopping: enough");
    await step(1);
    await epoch(1);
    expect(fitting.saved).toEqual([]);
  });

  it("notes what the run knows in checkpoints alone", async () => {
    const { fitting, step } = begin({ every: 1 });
    await step(1);
    expect([fitting.noted, fitting.notes]).toEqual([[{ seconds: 2 }], {}]);
  });
});
