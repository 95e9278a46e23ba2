/** From a case to a whole configuration, with the reason for every setting. */
import type { Answer, Choice, Configuration, Knob } from "./advice.ts";
import type { Case } from "./advice-case.ts";
import {
  batchChoice,
  clipChoice,
  initializationChoice,
  lengthChoice,
  normalizationChoice,
  scheduleChoice,
  takesNoWarmup,
} from "./advice-choices.ts";
import { optimizerChoice } from "./advice-optimizer.ts";
import { type Symptom, symptomMeant } from "./advice-symptoms.ts";

export interface Advice {
  readonly case: Case;
  readonly configuration: Configuration;
  readonly answers: readonly Answer[];
  readonly symptom?: Symptom;
}

/** What applies where no choice says otherwise. */
const neutral: Configuration = {
  optimizer: "adamw",
  learningRate: 1e-3,
  set: {},
  weightDecay: 0.01,
  clip: 0,
  schedule: "cosine",
  warmup: 0,
  batchSize: 128,
  accumulate: 1,
  epochs: 20,
  patience: 2,
  normalization: "standardize each input by the training data",
  initialization: "He's, for ReLU",
};

const optimizerText = ({ optimizer, momentum, set }: Configuration): string => {
  const options = [
    ...(momentum === undefined ? [] : [`momentum ${momentum}`]),
    ...Object.entries(set).map(([name, value]) => `${name} ${value}`),
  ];
  return [optimizer, ...options].join(", ");
};

const batchText = ({ batchSize, accumulate }: Configuration): string =>
  `${batchSize === "all" ? "all examples" : batchSize}${accumulate === 1 ? "" : `, ${accumulate} batches an update`}`;

/** In the order of the steps to take, and what each shows. */
const shown: readonly (readonly [Knob, string, (configuration: Configuration) => string])[] = [
  ["normalization", "normalization", ({ normalization }) => normalization],
  ["initialization", "initial weights", ({ initialization }) => initialization],
  ["optimizer", "optimizer", optimizerText],
  ["learningRate", "learning rate", ({ learningRate }) => `${learningRate} at its highest`],
  ["schedule", "schedule", ({ schedule }) => schedule],
  ["warmup", "warmup", ({ warmup }) => (warmup === 0 ? "none" : `${100 * warmup} % of the updates`)],
  ["weightDecay", "weight decay", ({ weightDecay }) => (weightDecay === 0 ? "none" : String(weightDecay))],
  ["clip", "clipping", ({ clip }) => (clip === 0 ? "none" : `at the global norm ${clip}`)],
  ["batchSize", "batch", batchText],
  ["epochs", "length", ({ epochs }) => `${epochs} epoch${epochs === 1 ? "" : "s"}`],
  ["patience", "stop", ({ patience }) => `after ${patience} epochs without better validation; keep the best`],
];

/** Settings that a change of another one moves with it. */
const belongTo: Partial<Record<Knob, Knob>> = { momentum: "optimizer", set: "optimizer", accumulate: "batchSize" };

/** Which of the choices decided a setting: the last one that has it. */
const reasonFor = (knob: Knob, choices: readonly Choice[]): Choice | undefined =>
  choices.findLast(({ settings }) => Object.keys(settings).some((name) => name === knob || isFor(name, knob)));

const isFor = (name: string, knob: Knob): boolean =>
  Object.entries(belongTo).some(([part, whole]) => part === name && whole === knob);

/** Only what differs from before, so that other settings keep their reasons. */
const changed = (settings: Partial<Configuration>, before: Configuration): Partial<Configuration> =>
  Object.fromEntries(
    Object.entries(settings).filter(([name, value]) =>
      Object.entries(before).every(([own, standing]) => own !== name || standing !== value),
    ),
  );

const cureOf = ({ change }: Symptom, usual: Configuration): Partial<Configuration> => {
  const { warmup, ...others } = change(usual);
  const { optimizer } = { ...usual, ...others };
  return warmup === undefined || takesNoWarmup(optimizer) ? others : { ...others, warmup };
};

/** What to do in a case. */
export const adviceFor = (given: Case): Advice => {
  const batch = batchChoice(given);
  const { batchSize } = { ...neutral, ...batch.settings };
  const length = lengthChoice(given, batchSize);
  const optimizer = optimizerChoice(given, batchSize);
  const usualChoices = [
    normalizationChoice(given),
    initializationChoice(given),
    optimizer,
    scheduleChoice(given, { ...neutral, ...batch.settings, ...length.settings, ...optimizer.settings }),
    clipChoice(given),
    batch,
    length,
  ];
  let usual = neutral;
  for (const { settings } of usualChoices) usual = { ...usual, ...settings };
  const symptom = given.symptom === undefined ? undefined : symptomMeant(given.symptom);
  const cure = symptom && { ...symptom, settings: changed(cureOf(symptom, usual), usual) };
  const choices = cure ? [...usualChoices, cure] : usualChoices;
  const configuration = { ...usual, ...cure?.settings };
  const answers = shown.flatMap(([knob, what, show]): Answer[] => {
    const reason = reasonFor(knob, choices);
    return reason ? [{ what, value: show(configuration), why: reason.why, source: reason.source }] : [];
  });
  return { case: given, configuration, answers, ...(symptom && { symptom }) };
};
