import type { Observations } from "../observations.ts";
import { epochAt, factsOf, probeAt, seenOf, setupFor, stepsWith } from "./seen.ts";

const neighbours = { examples: 300, score: 0.9, chance: 0.5, error: 0.03 };

export interface Standstill {
  readonly smallest?: number;
  readonly largest?: number;
  /** |gradient|·|weights| of all weights as a part of the loss. */
  readonly slope?: number;
  readonly accuracy?: number;
  readonly updates?: number;
  /** Loss of the last quarter. */
  readonly last?: number;
  /** Norm of the weights at the end, of 5 at the beginning. */
  readonly weightNorm?: number;
}

/** The loss of a guess, of two classes. */
const guessing = Math.LN2;

/** A run that stands at it. */
export const standing = ({
  smallest = 0,
  largest = 0.25,
  slope = 1e-4,
  accuracy = 0.5,
  updates = 320,
  last = guessing,
  weightNorm = 5,
}: Standstill): Observations => {
  const flat = (step: number) => {
    const probe = probeAt(step, {
      loss: guessing,
      ...(step > 1 && { weightNorm }),
      curvature: { smallest, largest, products: 8 },
    });
    const parameters = probe.parameters.map((parameter) => ({
      ...parameter,
      weightNorm: 1,
      gradientNorm: /bias/.test(parameter.name) ? 1 : slope * guessing,
    }));
    return { ...probe, parameters };
  };
  return seenOf({
    setup: setupFor({ data: factsOf({ neighbours }) }),
    steps: stepsWith(Array.from({ length: updates }, (_, index) => (index < 0.75 * updates ? guessing : last))),
    probes: [1, Math.ceil(0.6 * updates), Math.ceil(0.8 * updates), updates].map(flat),
    epochs: [epochAt(10, { loss: guessing, metrics: { accuracy } })],
  });
};
