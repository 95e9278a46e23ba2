import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { progressBar } from "./progress-bar.ts";
import { epochRecord, FakeFitting, FakeStream, stepRecord } from "./testing/fake-fitting.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Two of three epochs of 4 batches, a second each. */
const runTwoEpochs = (stream: FakeStream, every?: number) => {
  const fitting = new FakeFitting(3, 4);
  const callback = progressBar({ stream, every });
  callback.onTrainBegin?.(fitting);
  for (const epoch of [1, 2]) {
    callback.onEpochBegin?.(epoch, fitting);
    for (const batch of [1, 2, 3, 4]) {
      vi.advanceTimersByTime(1000);
      callback.onStepEnd?.(stepRecord(batch, { loss: batch, metrics: { accuracy: batch / 4 } }), fitting);
    }
    callback.onEpochEnd?.(epochRecord(epoch, { loss: 2.5 }), fitting);
  }
};

describe("progressBar", () => {
  it("writes a line an epoch where there is no screen", () => {
    const stream = new FakeStream();
    runTwoEpochs(stream);
    expect(stream.text).toBe("epoch 1/3  loss 2.5000  rate 0.1  2.5 s\nepoch 2/3  loss 2.5000  rate 0.1  2.5 s\n");
  });

  it("rewrites one line on a screen, with means so far and the time left", () => {
    const stream = new FakeStream({ isTTY: true, columns: 200 });
    runTwoEpochs(stream);
    const lines = stream.text.split("\r\u001b[2K").slice(1);
    expect(lines).toHaveLength(10);
    expect(lines[1]).toBe(
      `epoch 1/3  ${"█".repeat(12)}${" ".repeat(12)}  2/4  loss 1.5000  accuracy 0.3750  rate 0.1  10.0 s left`,
    );
    expect(lines[4]).toBe("epoch 1/3  loss 2.5000  rate 0.1  2.5 s\n");
    expect(lines[6]).toContain("2/4  loss 1.5000  accuracy 0.3750  rate 0.1  6.0 s left");
  });

  it("counts batches where nobody knows how many there are", () => {
    const stream = new FakeStream({ isTTY: true, columns: 80 });
    const fitting = new FakeFitting(3, 4);
    const callback = progressBar({ stream });
    callback.onTrainBegin?.(fitting);
    callback.onEpochBegin?.(1, fitting);
    callback.onStepEnd?.({ epoch: 1, batch: 7, step: 7, learningRate: 0.1, loss: 1.5, metrics: {} }, fitting);
    expect(stream.text).toContain(`epoch 1/3  ${" ".repeat(24)}  batch 7  loss 1.5000  rate 0.1`);
    expect(stream.text).not.toContain("left");
  });

  it("takes 80 columns where the terminal's width is unknown", () => {
    const stream = new FakeStream({ isTTY: true, columns: 0 });
    runTwoEpochs(stream, 100);
    expect(stream.text).toMatch(/epoch 1\/3 .* left\r/);
  });

  it("counts on in a second fit", () => {
    const stream = new FakeStream();
    const fitting = new FakeFitting(2, 4);
    const callback = progressBar({ stream });
    callback.onTrainBegin?.(fitting);
    for (const epoch of [11, 12]) {
      callback.onEpochBegin?.(epoch, fitting);
      callback.onEpochEnd?.(epochRecord(epoch), fitting);
    }
    expect(stream.text).toMatch(/^epoch 11\/12 .*\nepoch 12\/12 .*\n$/);
  });

  it("does not draw more often than asked", () => {
    const stream = new FakeStream({ isTTY: true });
    runTwoEpochs(stream, 2500);
    expect(stream.text.split("\r\u001b[2K").slice(1)).toHaveLength(6); // batches 1 and 4 and the epoch, twice
  });

  it("shortens the bar, then the text, to stay within the screen's width", () => {
    const second = (columns: number): string => {
      const stream = new FakeStream({ isTTY: true, columns });
      runTwoEpochs(stream);
      return stream.text.split("\r\u001b[2K")[2];
    };
    expect(second(80)).toHaveLength(79);
    expect(second(80)).toBe("epoch 1/3  █████       2/4  loss 1.5000  accuracy 0.3750  rate 0.1  10.0 s left");
    expect(second(40)).toBe("epoch 1/3    2/4  loss 1.5000  accuracy");
  });

  it("leaves skipped updates out of the means", () => {
    const stream = new FakeStream({ isTTY: true });
    const fitting = new FakeFitting(1, 4);
    const callback = progressBar({ stream, every: 0 });
    callback.onEpochBegin?.(1, fitting);
    callback.onStepEnd?.(stepRecord(1, { loss: Number.NaN, skipped: "gradient is not finite" }), fitting);
    callback.onStepEnd?.(stepRecord(2, { loss: 3 }), fitting);
    expect(stream.text).toContain("2/4  loss 3.0000");
  });
});
