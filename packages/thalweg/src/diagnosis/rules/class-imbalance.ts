import { showNumber } from "../describe.ts";
import { guessingLoss } from "../guessing.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { ratio, skill } = thresholds["class-imbalance"];

/** Classes of very different size: guessing the large one looks good already, and small ones are given up. */
export const classImbalance: Rule = {
  id: "class-imbalance",
  severity: "warning",
  summary: "classes of very different size, the small ones given up",
  causes: ["noisy-gradient", "rate-too-low", "plateau", "underfitting", "overfitting"],
  judge(seen) {
    const { setup } = seen;
    const counts = setup.data?.classes;
    if (!setup.data || !counts) return undefined;
    const total = counts.reduce((sum, count) => sum + count, 0);
    // Labels of places in one example, such as letters of a text, are of different frequency by nature.
    if (total > setup.data.examples) return undefined;
    const present = counts.filter((count) => count > 0);
    const [least, most] = [Math.min(...present), Math.max(...present)];
    if (present.length < 2 || most < ratio.value * least) return undefined;
    const gained = skillOf(seen);
    if (gained === undefined) return undefined;
    const suffers = gained.value < skill.value;
    const [rare, large] = [counts.indexOf(least), counts.indexOf(most)];
    const binary = setup.loss.name === "binaryCrossEntropy";
    return {
      sentence:
        `The classes are of very different size, ${least} examples of class ${rare} and ${most} of class ${large}: answering ${large} always is right ` +
        `for ${showNumber((100 * most) / total)} %, and the network does ${suffers ? "hardly better" : "better, though a mean over all examples says little of the small class"}.`,
      evidence: [
        { what: "ratio of the largest class to the smallest", value: most / least, limit: ratio.value },
        { what: gained.what, value: gained.value, limit: skill.value },
      ],
      remedies: [
        binary
          ? `let rare examples count more: binaryCrossEntropy({ positiveWeight: ${showNumber(counts[0] / counts[1])} })`
          : "let rare classes count more: crossEntropy({ classWeights: classWeights(train) })",
        "or draw examples of rare classes more often, with replacement",
        "measure what a large class cannot hide: metrics: [f1(), recall()]",
      ],
      confidence: suffers ? 0.85 : 0.6,
      severity: suffers ? "warning" : "advice",
    };
  },
};

/** Part of what guessing leaves that the network gained, once it had an epoch or more; of errors where accuracy is measured. */
const skillOf = ({ setup, epochs, ended }: Observations): { value: number; what: string } | undefined => {
  const last = epochs.at(-1);
  if (!last || (epochs.length < 2 && !ended)) return undefined;
  const measured = last.validation ?? last;
  const facts = (last.validation && setup.validation) || setup.data;
  const { accuracy } = measured.metrics;
  const classes = facts?.classes ?? [];
  const chance = Math.max(...classes) / classes.reduce((sum, count) => sum + count, 0);
  if (accuracy !== undefined && chance < 1) {
    return { value: (accuracy - chance) / (1 - chance), what: "errors of guessing that the network avoids, as a part" };
  }
  const guess = guessingLoss(setup, facts);
  if (!guess) return undefined;
  return { value: 1 - measured.loss / guess, what: "loss of guessing that the network avoids, as a part" };
};
