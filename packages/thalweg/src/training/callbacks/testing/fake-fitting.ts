/** A fit that only remembers what callbacks ask of it. */
import type { Json } from "../../../schedules/index.ts";
import type { Callback, EpochRecord, Fitting, NamedArrays, StepRecord } from "../../callback.ts";

export class FakeFitting implements Fitting {
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly metrics = [{ name: "accuracy", better: "higher" as const }];
  learningRateScale = 1;
  private rate = 0.1;
  stopped: string | undefined;
  /** The one weight of the model; tests change it between epochs. */
  weight = 0;
  readonly saved: string[] = [];
  readonly notes: Record<string, Json> = {};

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

  remember(name: string, note: Json): void {
    this.notes[name] = note;
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
