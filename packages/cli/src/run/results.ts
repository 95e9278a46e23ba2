import type { EpochRecord, Scores } from "thalweg/training";
import { kebabCase } from "../options/names.ts";
import type { Plan } from "./plan.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** How long a run was. */
export interface Extent {
  readonly epochs: number;
  readonly steps: number;
  /** Updates left out because something was not finite. */
  readonly skipped: number;
  /** Of training, validation included. */
  readonly seconds: number;
  /** The median of all updates. */
  readonly millisecondsPerStep: number;
}

/** What a run came to: its extent, and `trainLoss`, `trainAccuracy`, `validationLoss` and so on. */
export type Results = Extent & Readonly<Record<string, number>>;

/** Scores under names that begin with the part of the data: `testLoss`, `testAccuracy`. */
export const scoresOf = (part: string, { loss, metrics }: Scores): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries({ loss, ...metrics }).map(([name, value]) => [
      `${part}${name[0].toUpperCase()}${name.slice(1)}`,
      value,
    ]),
  );

/** Training scores are means over the last epoch, while it ran; `steps` are the updates, those after it included. */
export const resultsOf = (
  history: readonly EpochRecord[],
  stopwatch: Stopwatch,
  steps = history.at(-1)?.step ?? 0,
): Results => {
  const last = history.at(-1);
  return {
    epochs: history.length,
    steps,
    skipped: history.reduce((sum, { skipped }) => sum + skipped, 0),
    seconds: stopwatch.seconds,
    millisecondsPerStep: stopwatch.millisecondsPerStep,
    ...(last ? scoresOf("train", last) : {}),
    ...(last?.validation ? scoresOf("validation", last.validation) : {}),
  };
};

/** Facts about a run in the words of `--json`. */
export const factsOf = ({ task, settings, optimizer, trainer, device }: Plan) => ({
  ...task.facts,
  parameters: trainer.parameterCount,
  optimizer: optimizer.name,
  options: optimizer.options,
  learningRate: optimizer.learningRate ?? null,
  // A schedule among the options takes the place of the setting.
  schedule:
    "learningRate" in settings.set && optimizer.schedule ? kebabCase(optimizer.schedule.kind) : settings.schedule,
  batchSize: settings.batchSize,
  accumulate: settings.accumulate,
  seed: settings.seed,
  device: device.name,
  threads: device.threads,
});
