import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Layer, outputKind } from "../layers/index.ts";
import type { Loss } from "./loss.ts";

/**
 * Throws when a model ends in the wrong kind of numbers for a loss: probabilities where logits are
 * expected, which would be squashed twice, or the other way round.
 *
 * @example
 * checkOutput(sequential([dense(10), softmax()]), crossEntropy()); // throws: remove the softmax
 */
export const checkOutput = (model: Layer, loss: Loss): void => {
  const kind = outputKind(model);
  if (loss.expects === "logits" && kind === "probabilities") {
    const alternative = loss.name === "crossEntropy" ? ', or use crossEntropy({ from: "probabilities" })' : "";
    throw new ThalwegError(
      "layer",
      `${loss.name}: expects logits, but the model ends in probabilities (softmax or sigmoid); remove that last ` +
        `activation, since predict applies it${alternative}`,
    );
  }
  if (loss.expects === "probabilities" && kind === "values") {
    throw new ThalwegError(
      "layer",
      `${loss.name}: expects probabilities, but the model ends in values of any size; use the loss from logits, ` +
        "or add softmax() at the end",
    );
  }
};
