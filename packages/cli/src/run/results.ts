import { exampleCount } from "thalweg/data";
import type { EpochRecord, Scores } from "thalweg/training";
import { kebabCase } from "../options/names.ts";
import type { Plan } from "./plan.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** What a run came to. */
export interface Results {
  readonly epochs: number;
  readonly steps: number;
  /** Updates left out because something was not finite. */
  readonly skipped: number;
  /** Of training, validation included. */
  readonly seconds: number;
  /** The median of all updates. */
  readonly millisecondsPerStep: number;
  /** Means over the last epoch, while it ran. */
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
}

export const resultsOf = (history: readonly EpochRecord[], stopwatch: Stopwatch): Results => {
  const last = history[history.length - 1];
  const { loss, metrics, validation } = last;
  return {
    epochs: history.length,
    steps: last.step,
    skipped: history.reduce((sum, { skipped }) => sum + skipped, 0),
    seconds: stopwatch.seconds,
    millisecondsPerStep: stopwatch.millisecondsPerStep,
    trainLoss: loss,
    trainAccuracy: metrics.accuracy,
    ...(validation ? { validationLoss: validation.loss, validationAccuracy: validation.metrics.accuracy } : {}),
  };
};

/** How the finished model does on the test data. */
export interface TestResults {
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** By the names of the classes; null for one without examples. */
  readonly classAccuracy: Readonly<Record<string, number | null>>;
}

export const testResultsOf = (
  { loss, metrics }: Scores,
  classes: readonly string[],
  accuracies: readonly (number | undefined)[],
): TestResults => ({
  testLoss: loss,
  testAccuracy: metrics.accuracy,
  classAccuracy: Object.fromEntries(classes.map((name, label) => [name, accuracies[label] ?? null])),
});

/** Facts about a run in the words of `--json` and `run.json`. */
export const factsOf = ({ settings, data, optimizer, trainer, device }: Plan) => ({
  dataset: settings.dataset,
  trainExamples: exampleCount(data.train),
  validationExamples: data.validation ? exampleCount(data.validation) : 0,
  testExamples: exampleCount(data.test),
  model: settings.model,
  hidden: settings.hidden,
  parameters: trainer.parameterCount,
  optimizer: optimizer.name,
  options: settings.set,
  learningRate: optimizer.learningRate ?? null,
  // A schedule among the options takes the place of the setting.
  schedule:
    "learningRate" in settings.set && optimizer.schedule ? kebabCase(optimizer.schedule.kind) : settings.schedule,
  batchSize: settings.batchSize,
  accumulate: settings.accumulate,
  seed: settings.seed,
  device: device.name,
});
