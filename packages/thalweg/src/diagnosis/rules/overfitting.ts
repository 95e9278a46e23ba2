import { showNumber } from "../describe.ts";
import { evenLoss, guessingLoss } from "../guessing.ts";
import { medianOf } from "../median.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { fall, rise, little, much, noise, after } = thresholds.overfitting;

/** The validation loss rises from its best while the training loss falls on, by more than it moves anyway. */
export const overfitting: Rule = {
  id: "overfitting",
  severity: "warning",
  summary: "validation loss that rises while the training loss falls",
  causes: ["noisy-gradient"],
  judge({ setup, epochs }) {
    const guess =
      setup.loss.expects === "values" ? guessingLoss(setup, setup.validation ?? setup.data) : evenLoss(setup);
    const seen = epochs.flatMap(({ validation, ...epoch }) =>
      validation && Number.isFinite(validation.loss) ? [{ ...epoch, validated: validation.loss }] : [],
    );
    const best = seen.reduce((least, { validated }, index) => (validated < seen[least].validated ? index : least), 0);
    const later = seen.slice(best + 1);
    if (later.length < after.value) return undefined;
    // The last half since: one bad epoch is no rise, and the rise goes on to the end.
    const end = later.slice(-Math.ceil(later.length / 2));
    const last = end[end.length - 1];
    const { validated: least, loss: lossThen, epoch, step } = seen[best];
    const risen = Math.min(medianOf(end.map(({ validated }) => validated)), last.validated);
    const moves = medianOf(
      later.map(({ validated }, index) => Math.abs(validated - (index === 0 ? least : later[index - 1].validated))),
    );
    const fell = medianOf(end.map(({ loss }) => loss)) < (1 - fall.value) * lossThen && last.validated > last.loss;
    // What a loss near 0 rises by is a large part of it, and little all the same.
    const scale = guess ?? 2 * least;
    const limit = least + Math.max(rise.value * least, little.value * scale, noise.value * moves);
    const isMuch = risen > least + much.value * scale;
    const isCaught = setup.callbacks.some(({ name }) => name === "earlyStopping");
    if (!fell || risen < limit) return undefined;
    return {
      sentence:
        `The validation loss was best after epoch ${epoch}, with ${showNumber(least)}, and has risen to ${showNumber(last.validated)} by epoch ` +
        `${last.epoch}, while the training loss fell from ${showNumber(lossThen)} to ${showNumber(last.loss)}: the network learns its examples by heart.`,
      evidence: [
        { what: "validation loss", value: last.validated, limit, steps: [step, last.step] },
        { what: "training loss", value: last.loss, steps: [step, last.step] },
      ],
      remedies: [
        `stop at the best epoch: earlyStopping({ patience: ${Math.max(3, Math.ceil(epoch / 4))} }) keeps the weights of epoch ${epoch}`,
        ...(setup.data
          ? [`more than ${setup.data.examples} examples, or augmented ones`]
          : ["more examples, or augmented ones"]),
        ...(setup.layers.some(({ kind }) => kind === "dropout") ? [] : ["dropout(0.3) after large layers"]),
        "adamW with weightDecay from 0.01 to 0.1, label smoothing, or a smaller network",
      ],
      confidence: isMuch ? 0.95 : 0.75,
      severity: isMuch && !isCaught ? "warning" : "advice",
    };
  },
};
