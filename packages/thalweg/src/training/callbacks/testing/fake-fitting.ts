/** A fit that only remembers what callbacks ask of it. */
import type { Json } from "../../../schedules/index.ts";
import type { FitAbout } from "../../about.ts";
import type { Callback, EpochRecord, Fitting, NamedArrays, StepRecord } from "../../callback.ts";

/** Of one weight that is learned from four batches of an epoch. */
export const fakeAbout: FitAbout = {
  layers: [{ path: "dense", kind: "dense", outputShape: [1], parameters: { w: { shape: [1], kind: "weight" } } }],
  parameters: 1,
  inputShape: [1],
  outputShape: [1],
  loss: { name: "mse", expects: "values" },
  optimizer: { name: "gradientDescent", stages: [], hyperparameters: {}, microBatches: 1, frozen: [] },
  l2: 0,
  l1: 0,
  seed: 0,
  epochs: 10,
  batchSize: 32,
  shuffle: true,
  remainder: "keep",
  batchesPerEpoch: 4,
  callbacks: [],
  steps: 0,
  rateOf: () => 0.1,
};

export class FakeFitting implements Fitting {
  readonly about = fakeAbout;
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly metrics = [{ name: "accuracy", better: "higher" as const }];
  learningRateScale = 1;
  private rate = 0.1;
  stopped: string | undefined;
  /** The one weight of the model; tests change it between epochs. */
  weight = 0;
  readonly saved: string[] = [];
  epoch = 1;
  batch = 0;
  readonly notes: Record<string, Json> = {};
  readonly arrays: Record<string, NamedArrays> = {};

  constructor(epochs = 10, batchesPerEpoch = 4) {
    this.epochs = epochs;
    this.batchesPerEpoch = batchesPerEpoch;
  }

  get learningRate(): number {
    return this.learningRateScale * this.rate;
  }

  set learningRate(rate: number) {
    this.rate = rate;
    this.learningRateScale = 1;
  }

  recall(name: string): Json | undefined {
    return this.notes[name];
  }

  remember(name: string, note: Json | undefined): void {
    if (note === undefined) delete this.notes[name];
    else this.notes[name] = note;
  }

  kept(name: string): NamedArrays | undefined {
    return this.arrays[name];
  }

  keep(name: string, arrays: NamedArrays | undefined): void {
    if (arrays === undefined) delete this.arrays[name];
    else this.arrays[name] = arrays;
  }

  stop(reason: string): void {
    this.stopped = reason;
  }

  async weights(): Promise<NamedArrays> {
    return { w: { shape: [1], values: Float64Array.of(this.weight) } };
  }

  async setWeights({ w }: NamedArrays): Promise<void> {
    this.weight = w.values[0];
  }

  async save(path: string): Promise<void> {
    this.saved.push(path);
  }

  async locateNonFinite(): Promise<undefined> {
    return undefined;
  }
}

export const epochRecord = (epoch: number, parts: Partial<EpochRecord> = {}): EpochRecord => ({
  epoch,
  step: 4 * epoch,
  learningRate: 0.1,
  seconds: 2.5,
  loss: 1,
  metrics: {},
  skipped: 0,
  ...parts,
});

export const stepRecord = (batch: number, parts: Partial<StepRecord> = {}): StepRecord => ({
  epoch: 1,
  batch,
  batches: 4,
  step: batch,
  learningRate: 0.1,
  loss: 1,
  metrics: {},
  ...parts,
});

/** Text that a callback writes, and whether it goes to a screen. */
export class FakeStream {
  readonly isTTY: boolean;
  readonly columns: number;
  text = "";

  constructor({ isTTY = false, columns = 100 } = {}) {
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write(text: string): void {
    this.text += text;
  }
}

/** Ends epochs with these validation losses until the callback stops the fit; the weight is the epoch's number. */
export const runEpochs = async (
  callback: Callback,
  fitting: FakeFitting,
  records: readonly Partial<EpochRecord>[],
): Promise<number> => {
  const history: EpochRecord[] = [];
  await callback.onTrainBegin?.(fitting);
  for (const [index, record] of records.entries()) {
    await callback.onEpochBegin?.(index + 1, fitting);
    fitting.weight = index + 1;
    history.push(epochRecord(index + 1, record));
    await callback.onEpochEnd?.(history[index], fitting);
    if (fitting.stopped !== undefined) break;
  }
  await callback.onTrainEnd?.(history, fitting);
  return history.length;
};
