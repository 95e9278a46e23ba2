import { type Callback, checkpoint, type EpochRecord, type Fitting } from "thalweg/training";
import type { RunFolder } from "./run-folder.ts";

/** Milliseconds between two writes of the files, whose size grows with the epochs. */
const writeEvery = 500;

/** Writes a run down while it trains. A folder that it was not given is made when the first epoch is over. */
export class Recording implements Callback {
  readonly history: EpochRecord[] = [];
  folder: RunFolder | undefined;
  private readonly claim: () => Promise<RunFolder>;
  private readonly summary: (history: readonly EpochRecord[]) => object;
  private best: Callback | undefined;
  private written = -Infinity;

  /** `summary` is what `run.json` says of a run that goes on. */
  constructor(claim: () => Promise<RunFolder>, summary: (history: readonly EpochRecord[]) => object) {
    this.claim = claim;
    this.summary = summary;
  }

  async onTrainEnd(history: readonly EpochRecord[], fitting: Fitting): Promise<void> {
    await this.best?.onTrainEnd?.(history, fitting);
  }

  async onEpochEnd(record: EpochRecord, fitting: Fitting): Promise<void> {
    this.history.push(record);
    this.folder ??= await this.claim();
    if (performance.now() - this.written >= writeEvery) await this.write(this.summary(this.history));
    if (record.validation === undefined) return;
    this.best ??= checkpoint(this.folder.checkpoints, { every: 0, keepBest: true });
    await this.best.onEpochEnd?.(record, fitting);
  }

  /** Brings the files up to date, once there is a folder. */
  async write(summary: object): Promise<void> {
    if (this.history.length > 0) await this.folder?.writeHistory(this.history);
    await this.folder?.writeSummary(summary);
    this.written = performance.now();
  }
}
