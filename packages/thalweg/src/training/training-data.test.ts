import { describe, expect, it } from "vitest";
import { type Batch, batches, type Dataset, dataset, type EpochRequest } from "../data/index.ts";
import { dense, sequential } from "../layers/index.ts";
import { mse } from "../losses/index.ts";
import { gradientDescent } from "../optimizers/catalogue/index.ts";
import type { StepRecord } from "./callback.ts";
import { Trainer } from "./trainer.ts";

/** y = 2x₀ − x₁ + ½ at 12 points. */
const line = (): Dataset => {
  const x = Float32Array.from({ length: 24 }, (_, i) => Math.sin(i));
  const y = Float32Array.from({ length: 12 }, (_, i) => 2 * x[2 * i] - x[2 * i + 1] + 0.5);
  return dataset({ inputs: { values: x, shape: [12, 2] }, targets: { values: y, shape: [12, 1] } });
};

const newTrainer = () =>
  new Trainer({
    model: sequential([dense(1)]),
    loss: mse(),
    optimizer: gradientDescent({ learningRate: 0.1 }),
    seed: 3,
  });

const weightsOf = async (trainer: Trainer) =>
  Object.values(await trainer.weights()).flatMap(({ values }) => Array.from(values));

const later = () => new Promise((resolve) => setTimeout(resolve, 1));

describe("data to fit on", () => {
  it("gives the same weights as a data set, a function, and a generator that is walked through asynchronously", async () => {
    const options = { epochs: 3, batchSize: 5 };
    const plain = newTrainer();
    const { epochs } = await plain.fit(line(), options);
    const sources = [
      (request: EpochRequest) => batches(line(), request),
      async function* (request: EpochRequest) {
        for (const batch of batches(line(), request)) {
          await later();
          yield batch;
        }
      },
    ];
    for (const source of sources) {
      const trainer = newTrainer();
      const history = await trainer.fit(source, options);
      expect(history.epochs.map(({ loss }) => loss)).toEqual(epochs.map(({ loss }) => loss));
      expect(await weightsOf(trainer)).toEqual(await weightsOf(plain));
    }
  });

  it("takes batches themselves, walked through anew each epoch", async () => {
    const given = [...batches(line(), { batchSize: 4 })];
    const trainer = newTrainer();
    const seen: (number | undefined)[] = [];
    const callbacks = [{ onStepEnd: ({ batches }: StepRecord) => void seen.push(batches) }];
    const history = await trainer.fit(given, { epochs: 2, callbacks });
    expect(history.epochs.map(({ step }) => step)).toEqual([3, 6]);
    expect(seen).toEqual([3, 3, 3, 3, 3, 3]);
  });

  it("counts epochs on in a second fit, and hands on seed and options", async () => {
    const requests: EpochRequest[] = [];
    const source = (request: EpochRequest) => {
      requests.push(request);
      return batches(line(), request);
    };
    const trainer = newTrainer();
    await trainer.fit(source, { epochs: 2, batchSize: 6, shuffle: false, remainder: "drop" });
    await trainer.fit(source, { epochs: 1 });
    expect(requests.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(requests[0]).toEqual({ epoch: 0, seed: 3, batchSize: 6, shuffle: false, remainder: "drop" });
    expect(requests[2]).toEqual({ epoch: 2, seed: 3, batchSize: 32, shuffle: true, remainder: "keep" });
  });

  it("does not know how many batches a generator gives", async () => {
    const steps: StepRecord[] = [];
    const source = function* (request: EpochRequest) {
      yield* batches(line(), request);
    };
    const begins: (number | undefined)[] = [];
    await newTrainer().fit(source, {
      epochs: 1,
      batchSize: 8,
      callbacks: [
        {
          onTrainBegin: ({ batchesPerEpoch }) => void begins.push(batchesPerEpoch),
          onStepEnd: (step) => void steps.push(step),
        },
      ],
    });
    expect(begins).toEqual([undefined]);
    expect(steps.map(({ batch, batches: count }) => [batch, count])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
  });

  it.each([
    [0, [1, 2, 3]],
    [1, [2, 3, 3]],
    [2, [3, 3, 3]],
  ])("asks an asynchronous source for %d batches ahead", async (prefetch, expected) => {
    let asked = 0;
    const source = async function* (request: EpochRequest) {
      for (const batch of batches(line(), request)) {
        asked += 1;
        yield batch;
      }
    };
    const askedAtStep: number[] = [];
    const onStepEnd = async () => {
      await later();
      askedAtStep.push(asked);
    };
    await newTrainer().fit(source, { epochs: 1, batchSize: 4, prefetch, callbacks: [{ onStepEnd }] });
    expect(askedAtStep).toEqual(expected);
  });

  it("ends cleanly with the source's own error, after which it fits again", async () => {
    const trainer = newTrainer();
    const failing = async function* (request: EpochRequest): AsyncGenerator<Batch> {
      const [first] = batches(line(), request);
      yield first;
      throw new RangeError("the disk is gone");
    };
    await expect(trainer.fit(failing, { epochs: 1, batchSize: 4, prefetch: 3 })).rejects.toThrow(
      new RangeError("the disk is gone"),
    );
    expect(trainer.steps).toBe(1);
    const { epochs } = await trainer.fit(line(), { epochs: 1, batchSize: 4 });
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([[1, 4]]);
  });

  it("lets the source go when a callback stops, when a step fails, and at the end", async () => {
    const released: string[] = [];
    const source = (name: string) =>
      async function* (request: EpochRequest) {
        try {
          yield* batches(line(), request);
        } finally {
          released.push(name);
        }
      };
    const stopping = newTrainer();
    const { stopped } = await stopping.fit(source("stopped"), {
      epochs: 2,
      batchSize: 4,
      callbacks: [{ onStepEnd: (_, fitting) => fitting.stop("enough") }],
    });
    expect([stopped, stopping.steps]).toEqual(["enough", 1]);
    const onStepEnd = () => {
      throw new Error("a callback's");
    };
    await expect(newTrainer().fit(source("failed"), { epochs: 1, callbacks: [{ onStepEnd }] })).rejects.toThrow();
    await newTrainer().fit(source("ended"), { epochs: 2 });
    expect(released).toEqual(["stopped", "failed", "ended", "ended"]);
  });

  it("refuses epochs without batches, and says how a spent generator comes about", async () => {
    await expect(newTrainer().fit([], { epochs: 1 })).rejects.toThrow("an epoch must have at least one batch");
    const spent = batches(line(), { batchSize: 4 })[Symbol.iterator]();
    const once = { [Symbol.iterator]: () => spent };
    await expect(newTrainer().fit(once, { epochs: 2 })).rejects.toThrow(
      "what can be walked through only once serves a single epoch: give a function",
    );
  });

  it.each([
    ["a promise", () => Promise.resolve([]), "got a promise; await it"],
    ["nothing", () => undefined, "got undefined"],
    ["arrays in place of numbers with their shape", () => [{ inputs: [[1, 2]], targets: [1] }], "a batch must be"],
  ])("refuses a function that gives %s", async (_, source, message) => {
    const untyped: unknown = source;
    const fit = Object.getOwnPropertyDescriptor(Trainer.prototype, "fit")?.value;
    await expect(Reflect.apply(fit, newTrainer(), [untyped, { epochs: 1 }])).rejects.toThrow(message);
  });

  it("refuses a prefetch below 0", async () => {
    await expect(newTrainer().fit(line(), { epochs: 1, prefetch: -1 })).rejects.toThrow(
      "fit: prefetch must be a whole number from 0, got -1",
    );
  });
});
