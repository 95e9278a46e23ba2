import type { DataFacts, NeighbourFacts } from "../data-facts.ts";
import { showNumber } from "../describe.ts";
import { guessingLoss } from "../guessing.ts";
import type { Observations } from "../observations.ts";
import type { Rule, Verdict } from "../rule.ts";
import { thresholds } from "../thresholds.ts";
import { dataInOrder } from "./data-in-order.ts";

const { chance, dominant, wrong, guess } = thresholds["labels-shuffled"];

/**
 * Labels that do not belong to their inputs: shuffled or shifted against them, or wrong for a large part; or sorted, and not
 * shuffled in training. Neighbours in the inputs tell; where they are no help although labels are right, as for parities of
 * many bits, training generalizes.
 */
export const labelsShuffled: Rule = {
  id: "labels-shuffled",
  severity: "error",
  summary: "labels that do not belong to their inputs, or that come class after class",
  causes: [
    "vanishing-gradients",
    "dead-units",
    "diverging",
    "rate-too-high",
    "warmup-missing",
    "clipping-always-active",
    "schedule-decays-too-early",
    "early-stopping-too-eager",
    "saddle",
    "ravine",
    "noisy-gradient",
    "rate-too-low",
    "plateau",
    "underfitting",
    "overfitting",
  ],
  judge: (seen) => unlikeValidation(seen) ?? unrelated(seen) ?? dataInOrder(seen),
};

const remedies: readonly string[] = [
  "look at twenty examples with their labels, as the model gets them: after reading, splitting and augmenting",
  "find where inputs and labels part ways: arrays shuffled or sorted one by one, files listed in another order, a row dropped on one side only, a header counted as an example",
  "keep inputs and targets in one dataset() from the first, and shuffle, split and filter that",
];

/** Training labels that neighbours tell much worse than those of the validation data. */
const unlikeValidation = ({ setup }: Observations): Verdict | undefined => {
  const [train, validation] = [setup.data?.neighbours, setup.validation?.neighbours];
  if (!train || !validation || isDominated(train) || isDominated(validation)) return undefined;
  // Of fewer examples, neighbours are farther and tell less.
  if (train.examples < validation.examples || examplesOf(setup.data) < examplesOf(setup.validation)) return undefined;
  const skill = validation.score - validation.chance;
  const doubt = Math.hypot(spread(train), spread(validation));
  // As much better as chance could make it does not count.
  const lost = (skill - Math.max(0, train.score - train.chance) - chance.value * doubt) / skill;
  if (skill <= chance.value * spread(validation) || lost < wrong.value) return undefined;
  const what = setup.loss.expects === "values" ? "targets" : "labels";
  return {
    sentence:
      `The training ${what} do not fit their inputs as those of the validation data do: the nearest neighbours tell ` +
      `${show(train, setup)} of the training examples, but ${show(validation, setup)} of the validation data.`,
    evidence: [
      evidenceOf("neighbours' score on training data", train, validation.score),
      evidenceOf("neighbours' score on validation data", validation),
    ],
    remedies,
    confidence: 0.95,
  };
};

/** Neighbours no better than guessing, and no sign that the network is. */
const unrelated = (seen: Observations): Verdict | undefined => {
  const { setup } = seen;
  const train = setup.data?.neighbours;
  if (!train || isDominated(train) || !isChance(train)) return undefined;
  const validation = setup.validation?.neighbours;
  if (validation && !isChance(validation)) return undefined;
  const learned = nothingLearned(seen);
  if (!learned) return undefined;
  const what = setup.loss.expects === "values" ? "targets" : "labels";
  return {
    sentence:
      `The ${what} have nothing to do with their inputs, as far as can be seen: the nearest neighbours tell ` +
      `${show(train, setup)} of the training examples, no more than guessing does (${showScore(train.chance, setup)}), and ${learned.sentence}.`,
    evidence: [
      evidenceOf("neighbours' score on training data", train, train.chance + chance.value * train.error),
      ...learned.evidence,
    ],
    remedies,
    confidence: learned.confidence,
  };
};

const isChance = ({ score, chance: byChance, error }: NeighbourFacts): boolean =>
  score < byChance + chance.value * error;

const examplesOf = (facts: DataFacts | undefined): number => facts?.examples ?? 0;

const isDominated = ({ chance: byChance }: NeighbourFacts): boolean => byChance > dominant.value;

/** Deviation of a score that is better than chance. */
const spread = ({ score, examples, error }: NeighbourFacts): number =>
  Math.max(error, Math.sqrt(Math.max(0, score * (1 - score)) / examples));

/** The network never did better than guessing on examples that it had not seen before. */
const nothingLearned = (seen: Observations): Pick<Verdict, "sentence" | "evidence" | "confidence"> | undefined => {
  const { setup, epochs, ended } = seen;
  const onValidation = epochs.flatMap(({ validation, step }) => (validation ? [{ loss: validation.loss, step }] : []));
  const first = seen.steps.filter(({ epoch }) => epoch === 1);
  if (onValidation.length > 0) {
    const limit = guessingLoss(setup, setup.validation);
    if (limit === undefined || (onValidation.length < 2 && !ended)) return undefined;
    const best = onValidation.reduce((a, b) => (b.loss < a.loss ? b : a));
    if (best.loss < guess.value * limit) return undefined;
    return {
      sentence: `the validation loss was never better than ${showNumber(best.loss)}, where guessing costs ${showNumber(limit)}`,
      evidence: [{ what: "best validation loss", value: best.loss, limit, steps: [best.step, best.step] }],
      confidence: onValidation.length < 3 ? 0.8 : 0.95,
    };
  }
  const limit = guessingLoss(setup, setup.data);
  if (limit === undefined || epochs.length < 2 || setup.steps > 0 || first.length < 4) return undefined;
  // Each example is new to the network in the first epoch; later it may know them by heart.
  const late = first.slice(-Math.ceil(first.length / 4));
  const loss = late.reduce((sum, step) => sum + step.loss, 0) / late.length;
  if (!(loss >= guess.value * limit)) return undefined;
  return {
    sentence: `at the end of the first epoch the loss on new examples was ${showNumber(loss)}, where guessing costs ${showNumber(limit)}`,
    evidence: [
      {
        what: "loss at the end of the first epoch",
        value: loss,
        limit,
        steps: [late[0].step, late[late.length - 1].step],
      },
    ],
    confidence: 0.7,
  };
};

const evidenceOf = (what: string, { score }: NeighbourFacts, limit?: number) => ({
  what,
  value: score,
  ...(limit !== undefined && { limit }),
});

const show = ({ score }: NeighbourFacts, setup: Observations["setup"]): string => showScore(score, setup);

const showScore = (score: number, { loss }: Observations["setup"]): string =>
  loss.expects === "values"
    ? `${showNumber(100 * Math.max(0, score))} % of the variance`
    : `${showNumber(100 * score)} %`;
