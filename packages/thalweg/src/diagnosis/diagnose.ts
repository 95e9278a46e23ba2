import { standardOutput, type TextStream } from "#platform";
import type { Fitting } from "../training/index.ts";
import { describeFinding } from "./describe.ts";
import { findingsOf } from "./diagnosing.ts";
import type { Finding, FindingId } from "./finding.ts";
import type { Observations } from "./observations.ts";
import { isLookDue } from "./probe-schedule.ts";
import type { Rule } from "./rule.ts";
import { rules as allRules } from "./rules/index.ts";
import { type Watching, type WatchingOptions, watching } from "./watching.ts";

export interface DiagnoseOptions extends WatchingOptions {
  /** Where to write; standard output, or the console of a page, unless given. */
  readonly stream?: TextStream;
  /** Ends a run that cannot come to anything: an error that is sure; false unless said. */
  readonly stop?: boolean;
  /** Says nothing; `findings` can be read all the same. */
  readonly quiet?: boolean;
  /** What to judge by; all rules unless given. */
  readonly rules?: readonly Rule[];
}

export interface Diagnosis extends Watching {
  /** What is wrong as far as it was seen, the likeliest cause first. */
  readonly findings: readonly Finding[];
}

/** Findings that a run has often got over by its end, and the part of it after which they are told while it trains. */
const slow: readonly FindingId[] = ["underfitting", "ravine", "noisy-gradient", "rate-too-low", "plateau", "saddle"];
const slowUntil = 1 / 3;

/** An error ends a run when it is at least as sure as this. */
const sureEnough = 0.9;
const usualWidth = 100;

/**
 * Looks at a run while it trains and says why it does not: each finding once, as soon as it is sure, and a report at the
 * end. Weights are the same to the bit as without it.
 *
 * @example
 * const diagnosis = diagnose({ stop: true });
 * await trainer.fit(train, { epochs: 10, batchSize: 32, validation, callbacks: [diagnosis] });
 * diagnosis.findings.map(({ id }) => id); // such as ["rate-too-high"]
 */
export const diagnose = ({
  stream = standardOutput(),
  stop = false,
  quiet = false,
  rules = allRules,
  ...options
}: DiagnoseOptions = {}): Diagnosis => {
  const seen = watching(options);
  let findings: readonly Finding[] = [];
  let before: ReadonlySet<FindingId> = new Set();
  let told = new Map<FindingId, number>();
  let lastLook = 0;

  const say = (lines: readonly string[]): void => {
    if (!quiet) stream.write(`${lines.join("\n")}\n`);
  };
  const width = Math.min(usualWidth, stream.columns || usualWidth);
  const look = (fitting: Fitting): void => {
    const observations = seen.observations();
    if (!observations) return;
    findings = findingsOf(observations, rules);
    // What holds once may be an accident; a run that is lost may have no second look.
    const sure = findings.filter(
      ({ id, severity }) => !isEarly(id, observations) && (severity === "error" || before.has(id)),
    );
    before = new Set(findings.map(({ id }) => id));
    for (const finding of sure) {
      if (told.has(finding.id)) continue;
      told.set(finding.id, lastStep(observations));
      say([`update ${lastStep(observations)}`, ...describeFinding(finding, width)]);
    }
    const hopeless = sure.find(({ severity, confidence }) => severity === "error" && confidence >= sureEnough);
    if (stop && hopeless) fitting.stop(`diagnose: ${hopeless.sentence}`);
  };

  return {
    ...seen,
    get findings() {
      return findings;
    },
    async onTrainBegin(fitting) {
      findings = [];
      before = new Set();
      told = new Map();
      lastLook = 0;
      await seen.onTrainBegin?.(fitting);
    },
    async onStepEnd(step, fitting) {
      await seen.onStepEnd?.(step, fitting);
      if (step.skipped === undefined && !(step.probe && isLookDue(step.step, lastLook))) return;
      lastLook = step.step;
      look(fitting);
    },
    async onEpochEnd(epoch, fitting) {
      await seen.onEpochEnd?.(epoch, fitting);
      if (!isLookDue(epoch.step, lastLook)) return;
      lastLook = epoch.step;
      look(fitting);
    },
    async onTrainEnd(history, fitting) {
      await seen.onTrainEnd?.(history, fitting);
      const observations = seen.observations();
      if (!observations) return;
      findings = findingsOf(observations, rules);
      say([...report(findings, width), ...takenBack(findings, told)]);
    },
  };
};

const lastStep = ({ steps }: Observations): number => steps.at(-1)?.step ?? 0;

/** Whether a run is too young for a finding that may pass. */
const isEarly = (id: FindingId, { setup, steps }: Observations): boolean => {
  const planned = (setup.updates ?? 0) - setup.steps;
  return slow.includes(id) && planned > 0 && (steps.at(-1)?.step ?? 0) - setup.steps < slowUntil * planned;
};

/** What was told while the run trained, and holds no longer at its end. */
const takenBack = (findings: readonly Finding[], told: ReadonlyMap<FindingId, number>): readonly string[] =>
  [...told]
    .filter(([id]) => !findings.some((finding) => finding.id === id))
    .map(([id, update]) => `no longer holds: ${id}, told at update ${update}`);

const report = (findings: readonly Finding[], width: number): string[] => {
  if (findings.length === 0) return ["diagnose: nothing wrong was found"];
  const count = findings.length === 1 ? "1 finding" : `${findings.length} findings, the likeliest cause first`;
  return [`diagnose: ${count}`, ...findings.flatMap((finding) => describeFinding(finding, width))];
};
