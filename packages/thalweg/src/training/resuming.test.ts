import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batches, type Dataset, type EpochRequest } from "../data/index.ts";
import { batchNorm, dense, dropout, relu, sequential } from "../layers/index.ts";
import { accuracy } from "../metrics/index.ts";
import { accumulate, adamW } from "../optimizers/index.ts";
import { warmupCosine } from "../schedules/index.ts";
import { useDevice } from "../tensor/index.ts";
import type { Callback, EpochRecord } from "./callback.ts";
import { checkpoint, earlyStopping, learningRateScheduler, reduceOnPlateau } from "./callbacks/index.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { bytesOf, clouds, small } from "./testing/clouds.ts";
import type { FitOptions, Trainer } from "./trainer.ts";
import type { TrainingData } from "./training-data.ts";

beforeAll(() => useDevice("wasm"));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "resuming-"));
});
afterAll(() => rm(folder, { recursive: true }));

const epochs = 4;
/** 7 batches an epoch, the last of them short. */
const train = clouds(100);
const batchSize = 16;

const make = (
  learningRate: number | ReturnType<typeof warmupCosine> = warmupCosine({ peak: 1e-2, warmup: 5, total: 14 }),
) =>
  small({
    model: sequential([dense(8, { bias: false }), batchNorm(), dropout(0.2), relu(), dense(3)]),
    optimizer: accumulate(2, adamW({ learningRate, weightDecay: 0.01 })),
    metrics: [accuracy()],
    clip: 1,
    seed: 5,
  });

const broken = new Error("broken off");

/** Saves after so many batches in all, and breaks off one batch later. */
const saveAfter = (batch: number, path: string): Callback => {
  let seen = 0;
  return {
    async onStepEnd(_, fitting) {
      seen++;
      if (seen === batch) await fitting.save(path);
      if (seen > batch) throw broken;
    },
    onTrainEnd() {
      throw broken;
    },
  };
};

const withoutTime = (history: readonly EpochRecord[]) => history.map(({ seconds: _, ...record }) => record);

interface Course {
  readonly data?: TrainingData;
  readonly trainer?: () => Trainer;
  readonly options?: Partial<FitOptions>;
  readonly callbacks?: () => readonly Callback[];
}

/** A fit that is broken off after so many batches and goes on from the file must be the unbroken one. */
const checkResumes = async (batch: number, { data = train, trainer = make, options, callbacks = () => [] }: Course) => {
  const path = join(folder, "middle.safetensors");
  const all = { epochs, batchSize, ...options };
  const unbroken = trainer();
  const whole = await unbroken.fit(data, { ...all, callbacks: callbacks() });
  const first = trainer();
  const before: EpochRecord[] = [];
  const note = { onEpochEnd: (record: EpochRecord) => void before.push(record) };
  const saving = { ...all, callbacks: [...callbacks(), note, saveAfter(batch, path)] };
  await expect(first.fit(data, saving)).rejects.toThrow(broken);
  const second = trainer();
  await second.load(path);
  const finished = second.epochs;
  const rest = await second.fit(data, { ...all, epochs: all.epochs - finished, callbacks: callbacks() });
  expect(withoutTime([...before.slice(0, finished), ...rest.epochs])).toEqual(withoutTime(whole.epochs));
  expect(rest.stopped).toBe(whole.stopped);
  expect(bytesOf(await second.weights())).toEqual(bytesOf(await unbroken.weights()));
  return { path, whole };
};

describe("a fit that was broken off within an epoch", () => {
  it.each([1, 7, 12, 20])("goes on after batch %d as if it never had been", async (batch) => {
    await checkResumes(batch, { options: { validation: clouds(20) } });
  });

  const request = (given: EpochRequest) => batches(train, given);
  const generator = function* (given: EpochRequest) {
    yield* batches(train, given);
  };
  const slow = async function* (given: EpochRequest) {
    yield* batches(train, given);
  };
  it.each<[string, TrainingData]>([
    ["a function", request],
    ["a generator of unknown length", generator],
    ["an asynchronous generator", slow],
    ["an array of batches", [...batches(train, { batchSize })]],
  ])("does so with %s", async (_, data) => {
    await checkResumes(3, { data });
  });

  it("passes over the batches of a source that it has learned from", async () => {
    let given = 0;
    const counting = function* (asked: EpochRequest) {
      for (const batch of batches(train, asked)) {
        given++;
        yield batch;
      }
    };
    const path = join(folder, "counted.safetensors");
    const options = { epochs: 1, batchSize };
    await expect(make().fit(counting, { ...options, callbacks: [saveAfter(5, path)] })).rejects.toThrow(broken);
    const second = make();
    await second.load(path);
    given = 0;
    const seen: number[] = [];
    const onStepEnd = ({ batch }: { batch: number }) => void seen.push(batch);
    await second.fit(counting, { ...options, callbacks: [{ onStepEnd }] });
    expect([given, seen]).toEqual([7, [6, 7]]);
  });

  it("ends with the best weights of epochs before it was broken off", async () => {
    // A rate that rises makes the loss worse at last.
    const trainer = () => make(0.5);
    const callbacks = () => [
      earlyStopping({ patience: 2 }),
      reduceOnPlateau({ factor: 0.5, patience: 1 }),
      checkpoint(join(folder, "best"), { every: 0, keepBest: true }),
    ];
    const options = { validation: clouds(20), epochs: 30 };
    const { whole } = await checkResumes(17, { trainer, callbacks, options });
    const { length } = whole.epochs;
    expect(whole.stopped).toMatch(/^earlyStopping: validationLoss has not improved/);
    await checkResumes(7 * length - 3, { trainer, callbacks, options });
    const { metadata } = decodeSafetensors(await readFile(join(folder, "best", "best.safetensors")), { name: "best" });
    expect(JSON.parse(metadata.thalweg).kept).toEqual(["earlyStopping/validationLoss"]);
  });

  it("ends at once where early stopping had said so", async () => {
    const path = join(folder, "stopped.safetensors");
    const callbacks = () => [earlyStopping({ monitor: "loss", mode: "max", patience: 1 })];
    const unbroken = make();
    const whole = await unbroken.fit(train, { epochs, batchSize, callbacks: callbacks() });
    const last = whole.epochs.length;
    const save: Callback = {
      async onEpochEnd({ epoch }, fitting) {
        if (epoch === last) await fitting.save(path);
      },
    };
    await make().fit(train, { epochs, batchSize, callbacks: [...callbacks(), save] });
    const second = make();
    await second.load(path);
    const rest = await second.fit(train, { epochs: epochs - last, batchSize, callbacks: callbacks() });
    expect([rest.epochs, rest.stopped]).toEqual([[], whole.stopped]);
    expect(bytesOf(await second.weights())).toEqual(bytesOf(await unbroken.weights()));
  });

  it("sets the rate of an epoch once", async () => {
    const callbacks = () => [learningRateScheduler((_, rate) => rate / 2)];
    await checkResumes(10, { trainer: () => make(0.1), callbacks });
  });

  it("adds up the time", async () => {
    const path = join(folder, "time.safetensors");
    const pause = { onStepEnd: () => new Promise<void>((resolve) => setTimeout(resolve, 20)) };
    const options = { epochs: 1, batchSize };
    await expect(make().fit(train, { ...options, callbacks: [pause, saveAfter(6, path)] })).rejects.toThrow(broken);
    const second = make();
    await second.load(path);
    const { epochs: records } = await second.fit(train, options);
    expect(records[0].seconds).toBeGreaterThan(0.1);
  });
});

describe("a file of the middle of an epoch", () => {
  const saved = async (): Promise<string> => {
    const path = join(folder, "place.safetensors");
    await expect(make().fit(train, { epochs, batchSize, callbacks: [saveAfter(3, path)] })).rejects.toThrow(broken);
    return path;
  };

  it("is refused by a fit on other data, which may then be put right", async () => {
    const trainer = make();
    await trainer.load(await saved());
    await expect(trainer.fit(train, { epochs: 1, batchSize: 50 })).rejects.toThrow(
      "fit: the epoch was broken off at batch 3 of 7, and has 2 now; fit on the same data with the same batchSize",
    );
    const two = function* (): Generator<Dataset> {
      yield clouds(16);
      yield clouds(16);
    };
    await expect(trainer.fit(two, { epochs: 1 })).rejects.toThrow(
      "broken off later than its data end now, by 1 batch;",
    );
    const { epochs: records } = await trainer.fit(train, { epochs: 1, batchSize });
    expect(records[0].step).toBe(3);
  });

  it("begins an epoch anew for whoever takes its weights alone", async () => {
    const trainer = make();
    await trainer.load(await saved(), { weightsOnly: true });
    const { epochs: records } = await trainer.fit(train, { epochs: 1, batchSize: 50 });
    expect(records[0].step).toBe(1);
  });

  it("leaves the place where it was after trying things out", async () => {
    const trainer = make();
    await trainer.load(await saved());
    await trainer.restoring(async () => {
      await trainer.fit(train, { epochs: 1, batchSize });
    });
    const { epochs: records } = await trainer.fit(train, { epochs: 1, batchSize });
    const again = make();
    await again.load(await saved());
    expect(withoutTime(records)).toEqual(withoutTime((await again.fit(train, { epochs: 1, batchSize })).epochs));
  });

  it("must say the place rightly; files of before, which say none, are read", async () => {
    const path = await saved();
    const { arrays, metadata } = decodeSafetensors(await readFile(path), { name: path });
    const { tally, kept, skippedInARow, ...before } = JSON.parse(metadata.thalweg);
    expect([kept, skippedInARow, tally.batch, tally.length]).toEqual([[], 0, 3, 7]);
    const load = async (position: object) => {
      await writeFile(path, encodeSafetensors(arrays, { thalweg: JSON.stringify(position) }));
      const trainer = make();
      await trainer.load(path);
      return trainer;
    };
    for (const wrong of [null, {}, { ...tally, batch: -1 }, { ...tally, sums: [1] }, { ...tally, sums: [1, 2, "x"] }]) {
      await expect(load({ ...before, tally: wrong })).rejects.toThrow("does not say rightly where training stood");
    }
    const { epochs: records } = await (await load(before)).fit(train, { epochs: 1, batchSize });
    expect(records[0].step).toBe(1 + 4);
  });
});
