import { type BatchSize, type Dataset, exampleCount, select, take } from "../../data/index.ts";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import { Trainer, type TrainerOptions, type TrainingData } from "../../training/index.ts";
import { EpochWalk, isDataset } from "../../training/training-data.ts";
import type { NeighbourFacts } from "../data-facts.ts";
import { showNumber } from "../describe.ts";
import { evenly } from "../evenly.ts";
import type { Finding, FindingId } from "../finding.ts";
import { type Check, type CheckName, type Outcome, outcomeOf } from "./check.ts";
import { type Beginning, beginRun } from "./first-updates.ts";
import { checkSlopes, slopesAgree } from "./gradient-check.ts";
import { learnOneBatch } from "./one-batch.ts";

export interface ExamineOptions {
  /** As `fit` will be given; 32 unless said. */
  readonly batchSize?: BatchSize;
  /** As `fit` will be given; 10 unless said. */
  readonly epochs?: number;
  readonly validation?: Dataset;
  /** About how long it may take in all; 8 unless said. */
  readonly seconds?: number;
  /** Called, and waited for, after each check. */
  readonly onCheck?: (check: Check) => void | Promise<void>;
}

/** What a set-up looks like before it is trained. */
export interface Examination {
  readonly checks: readonly Check[];
  /** Whether all checks passed. */
  readonly passed: boolean;
  /** Milliseconds an update takes; NaN where none could be made. */
  readonly millisecondsPerStep: number;
}

/** Examples that are learned by heart, and targets in them, at most: a text has one at each place. */
const learned = 32;
const learnedTargets = 512;
/** Examples whose gradient is checked. */
const differentiated = 8;

/** Findings that speak of the data and of the first loss; all others speak of the first updates. */
const ofData: readonly FindingId[] = ["inputs-not-normalized", "labels-shuffled", "class-imbalance"];
const ofFirstLoss: readonly FindingId[] = ["initial-loss-off"];

/**
 * Looks at a model, its loss, its optimizer and its data before training: statistics of the data, the loss at
 * initialization, the first updates, the gradient against finite differences, and whether a few examples can be learned by
 * heart. Models of its own are trained; nothing that is given changes.
 *
 * @example
 * const model = sequential([flatten(), dense(32), relu(), dense(10)]);
 * const examination = await examine({ model, loss: crossEntropy(), optimizer: adam() }, train, { batchSize: 64 });
 * examination.passed; // true
 */
export const examine = async (
  options: TrainerOptions,
  data: TrainingData,
  examineOptions: ExamineOptions = {},
): Promise<Examination> => {
  const { seconds = 8, onCheck } = examineOptions;
  if (!(seconds > 0 && Number.isFinite(seconds))) {
    throw new ThalwegError("argument", `examine: seconds must be a finite number > 0, got ${seconds}`);
  }
  const checks: Check[] = [];
  let last = performance.now();
  const add = async (name: CheckName, outcome: Outcome, taken?: number): Promise<void> => {
    const now = performance.now();
    const seconds = taken ?? (now - last) / 1000;
    // What was not counted yet belongs to the next check.
    last = taken === undefined ? now : Math.min(now, last + 1000 * taken);
    const check = { name, remedies: [], findings: [], ...outcome, seconds };
    checks.push(check);
    await onCheck?.(check);
  };
  const part = (share: number): number => share * seconds * 1000;
  const few = await fewExamples(data);
  const begun = await beginRun(options, data, examineOptions, part(0.25));
  const { findings, error } = begun;
  if (begun.seen) {
    await add("data", outcomeOf(among(findings, ofData), dataText(begun)), begun.secondsBefore);
    await add("initial loss", outcomeOf(among(findings, ofFirstLoss), firstLossText(begun)), 0);
  }
  await add("first updates", error ? failed(error) : outcomeOf(others(findings), firstUpdatesText(begun)));
  if (!error) {
    await add("gradients", await gradientOutcome(options, firstOf(few, differentiated), part(0.25)));
    const rate = Math.max(...(begun.seen?.setup.rates.map((each) => each.rate) ?? []));
    const budget = { rate: Number.isFinite(rate) ? rate : undefined, milliseconds: part(0.25) };
    await add("one batch", await learnOneBatch(options, few, budget));
  }
  return { checks, passed: checks.every(({ passed }) => passed), millisecondsPerStep: begun.millisecondsPerStep };
};

const among = (findings: readonly Finding[], ids: readonly FindingId[]): readonly Finding[] =>
  findings.filter(({ id }) => ids.includes(id));

const others = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ id }) => !ofData.includes(id) && !ofFirstLoss.includes(id));

const failed = ({ message }: ThalwegError): Outcome => ({
  passed: false,
  sentence: `training cannot begin: ${message}`,
});

/** Telling no more than guessing, neighbours make no hopes; some problems, such as parity, are learned all the same. */
const neighboursText = ({ score, chance, error }: NeighbourFacts): string => {
  const reached = `nearest neighbours reach ${showNumber(score)} where guessing gets ${showNumber(chance)}`;
  return score > chance + 2 * error ? reached : `${reached}, which is no more: do the targets belong to their inputs?`;
};

const dataText = ({ seen }: Beginning): string => {
  const facts = seen?.setup.data;
  if (!facts) return "batches come from a stream, so nothing was counted";
  const { examples, inputs, classes, neighbours } = facts;
  const parts = [
    `${examples} examples`,
    `inputs have mean ${showNumber(inputs.mean)} and deviation ${showNumber(inputs.deviation)}`,
    ...(classes ? [`${classes.length} classes of ${Math.min(...classes)} to ${Math.max(...classes)} examples`] : []),
    ...(neighbours ? [neighboursText(neighbours)] : []),
  ];
  return parts.join("; ");
};

const firstLossText = ({ seen }: Beginning): string => {
  const loss = seen?.steps[0]?.loss ?? Number.NaN;
  const classes = seen?.setup.data?.classes?.length;
  const guess =
    classes === undefined
      ? ""
      : `, and guessing among ${classes} classes costs ln ${classes} = ${showNumber(Math.log(classes))}`;
  return `the loss begins at ${showNumber(loss)}${guess}`;
};

const firstUpdatesText = ({ seen, millisecondsPerStep }: Beginning): string => {
  const steps = seen?.steps ?? [];
  if (steps.length < 2) return "time was up after the first update; give it more seconds";
  const [first, last] = [steps[0], steps[steps.length - 1]];
  // Where time was up early, all of them were measured, which takes longer.
  const each = Number.isFinite(millisecondsPerStep) ? `, ${showNumber(millisecondsPerStep)} ms each` : "";
  return `${steps.length} updates took the loss from ${showNumber(first?.loss)} to ${showNumber(last?.loss)}${each}`;
};

const gradientOutcome = async (options: TrainerOptions, data: Dataset, milliseconds: number): Promise<Outcome> => {
  const { model, loss, seed } = options;
  const trainer = new Trainer({
    ...options,
    inputShape: data.inputs.shape.slice(1),
    ...(seed !== undefined && { seed }),
  });
  const checks = await checkSlopes({ model, loss, data }, await trainer.weights(), milliseconds);
  if (checks.length === 0) {
    return {
      passed: true,
      sentence: "time was up before a gradient was compared, which tells nothing; give it more seconds",
    };
  }
  const scale = Math.max(...checks.map(({ slope, difference }) => Math.max(Math.abs(slope), Math.abs(difference))));
  const wrong = checks.filter((check) => !slopesAgree(check, scale));
  if (wrong.length === 0) {
    const count = checks.length === 1 ? "1 parameter" : `${checks.length} parameters`;
    const idle = checks
      .filter(({ slope, difference }) => slope === 0 && difference === 0)
      .map((each) => each.parameter);
    const rest = idle.length === 0 ? "" : `; nothing depends on ${idle.join(", ")}`;
    return { passed: true, sentence: `the gradient agrees with finite differences for ${count}${rest}` };
  }
  const [{ parameter, slope, difference }] = wrong;
  return {
    passed: false,
    sentence:
      `the gradient of ${wrong.map((each) => each.parameter).join(", ")} does not agree with finite differences: ` +
      `the loss changes by ${showNumber(difference)} along ${parameter}, the gradient says ${showNumber(slope)}`,
    remedies: ["look for a layer of your own that holds gradients back, rounds, or compares: such steps have no slope"],
  };
};

/** A few examples, evenly spread over a data set, or the first of a stream. */
const fewExamples = async (data: TrainingData): Promise<Dataset> => {
  if (isDataset(data)) return select(data, evenly(exampleCount(data), countOf(data)));
  const request = { batchSize: learned, shuffle: false, remainder: "keep", seed: 0, epoch: 0 } as const;
  const walk = new EpochWalk(data, request, 0);
  try {
    const first = { name: "the first batch", ...(await walk.first()) };
    return firstOf(first, countOf(first));
  } finally {
    await walk.close();
  }
};

const countOf = ({ targets }: Pick<Dataset, "targets">): number => {
  const places = targets.values.length / targets.shape[0];
  return Math.min(learned, Math.max(2, Math.floor(learnedTargets / places)));
};

const firstOf = (data: Dataset, count: number): Dataset => take(data, Math.min(count, exampleCount(data)));
