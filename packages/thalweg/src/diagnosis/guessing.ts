import type { DataFacts } from "./data-facts.ts";
import type { Setup } from "./setup.ts";

/** Classes that the outputs tell apart; 2 for one output a question. */
export const classesOf = ({ loss, outputShape }: Setup): number =>
  loss.name === "binaryCrossEntropy" ? 2 : Math.max(2, outputShape.at(-1) ?? 1);

/**
 * Loss of the best answer that does not look at the inputs: the entropy of the classes, the variance of the targets.
 * Undefined for losses and data of which it is not known.
 */
export const guessingLoss = (setup: Setup, facts: DataFacts | undefined): number | undefined => {
  const { loss } = setup;
  if (loss.expects === "values") {
    return loss.name === "mse" && facts?.targets ? facts.targets.deviation ** 2 : undefined;
  }
  const classes = facts?.classes;
  if (!classes) return undefined;
  const total = classes.reduce((sum, count) => sum + count, 0);
  const shares = classes.map((count) => count / total);
  if (loss.name !== "binaryCrossEntropy") return entropy(shares);
  const outputs = setup.outputShape.at(-1) ?? 1;
  if (outputs === 1) return entropy(shares);
  return shares.reduce((sum, share) => sum + entropy([share, 1 - share]), 0) / outputs;
};

/** Loss of an answer that holds all classes for equally likely, whatever their weights and smoothing. */
export const evenLoss = (setup: Setup): number => Math.log(classesOf(setup));

const entropy = (shares: readonly number[]): number =>
  shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
