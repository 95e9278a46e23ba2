import { ThalwegError } from "../../errors/thalweg-error.ts";
import { Trainer, type TrainerOptions, type TrainingData } from "../../training/index.ts";
import { dataFactsOf } from "../data-facts-of.ts";
import { findingsOf } from "../diagnosing.ts";
import type { Finding } from "../finding.ts";
import type { Observations } from "../observations.ts";
import { factsOptionsOf } from "../setup-of.ts";
import { watching } from "../watching.ts";
import type { ExamineOptions } from "./examine.ts";

const mostUpdates = 48;

/** The beginning of a run, and what rules say of it; an error that ended it. */
export interface Beginning {
  readonly seen: Observations | undefined;
  readonly findings: readonly Finding[];
  readonly error: ThalwegError | undefined;
  /** Milliseconds of an update that is not measured, the median; NaN where there was none. */
  readonly millisecondsPerStep: number;
  /** Until the first update: what counting the data took. */
  readonly secondsBefore: number;
}

/** Makes the first updates of the run that is planned, on a model of its own. */
export const beginRun = async (
  options: TrainerOptions,
  data: TrainingData,
  { batchSize = 32, epochs = 10, validation }: ExamineOptions,
  milliseconds: number,
): Promise<Beginning> => {
  const watch = watching({ thorough: false });
  const start = performance.now();
  const times: number[] = [];
  let last = start;
  let error: ThalwegError | undefined;
  let settled = start;
  const clock = {
    onTrainBegin: () => {
      settled = performance.now();
      last = settled;
    },
    onStepEnd: ({ step, probe }: { step: number; probe?: object }, fitting: { stop(reason: string): void }) => {
      const now = performance.now();
      if (!probe) times.push(now - last);
      last = now;
      if (step >= mostUpdates || now - start > milliseconds) fitting.stop("seen enough");
    },
  };
  try {
    await new Trainer(options).fit(data, { epochs, batchSize, callbacks: [watch, clock] });
  } catch (thrown) {
    if (!(thrown instanceof ThalwegError)) throw thrown;
    error = thrown;
  }
  const begun = watch.observations();
  const seen =
    begun && asBegun(begun, validation && { validation: dataFactsOf(validation, factsOptionsOf(begun.setup)) });
  times.sort((a, b) => a - b);
  return {
    seen,
    findings: seen ? findingsOf(seen) : [],
    error,
    millisecondsPerStep: times[times.length >> 1] ?? Number.NaN,
    secondsBefore: (settled - start) / 1000,
  };
};

/** What was seen, as of a run that goes on. */
const asBegun = (
  { stopped: _, epochs: __, ended: ___, setup, ...rest }: Observations,
  more: Partial<Observations["setup"]> | undefined,
): Observations => ({ ...rest, setup: { ...setup, ...more }, epochs: [], ended: false });
