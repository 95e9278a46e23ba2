import type { Vocabulary } from "../data/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";
import type { Tensor } from "../tensor/index.ts";
import type { BatchLike } from "./examples.ts";

export interface GenerateTextOptions {
  readonly vocabulary: Vocabulary;
  /** Symbols that the model sees at once: the `length` of the windows it was trained on. */
  readonly window: number;
  /** What the text begins with. */
  readonly prompt: string;
  /** Symbols to add. */
  readonly length: number;
  /** Probabilities are raised to 1/temperature: 1 (the default) draws as the model says, 0 takes the likeliest. */
  readonly temperature?: number;
  readonly seed?: number;
}

const check = (holds: boolean, name: string, rule: string, found: unknown): void => {
  if (!holds) throw new ThalwegError("argument", `generateText: ${name} must be ${rule}, got ${JSON.stringify(found)}`);
};

/** An index drawn with probabilities proportional to p^(1/temperature); the first of the largest at temperature 0. */
const draw = (probabilities: ArrayLike<number>, temperature: number, random: Generator): number => {
  let best = 0;
  for (let id = 1; id < probabilities.length; id++) if (probabilities[id] > probabilities[best]) best = id;
  if (temperature === 0) return best;
  const shares = Array.from(probabilities, (p) => (p / probabilities[best]) ** (1 / temperature));
  let rest = random.uniform() * shares.reduce((sum, share) => sum + share, 0);
  const drawn = shares.findIndex((share) => {
    rest -= share;
    return rest < 0;
  });
  return drawn < 0 ? best : drawn;
};

/**
 * A text that goes on from a prompt symbol by symbol, each drawn from what the model predicts after those before it. The
 * model must be causal: windows [1, window] of ids → probabilities [1, window, vocabulary], of which none depends on ids to
 * its right; those beyond the end of the text are 0. Begins with the prompt.
 *
 * @example
 * const vocabulary = characterVocabulary("ab");
 * const swap = { predict: async () => tensor([[[0.1, 0.9], [0.9, 0.1]]]) };
 * await generateText(swap, { vocabulary, window: 2, prompt: "a", length: 1, temperature: 0 }); // "ab"
 */
export const generateText = async (
  model: { predict(inputs: BatchLike): Promise<Tensor> },
  { vocabulary, window, prompt, length, temperature = 1, seed = 0 }: GenerateTextOptions,
): Promise<string> => {
  check(Number.isInteger(window) && window > 0, "window", "a positive whole number", window);
  check(Number.isInteger(length) && length >= 0, "length", "a whole number from 0", length);
  check(temperature >= 0 && Number.isFinite(temperature), "temperature", "a finite number ≥ 0", temperature);
  const ids = [...vocabulary.encode(prompt)];
  check(ids.length > 0, "prompt", "at least one symbol", prompt);
  const random = new Generator(seed, "text");
  for (let added = 0; added < length; added++) {
    const seen = ids.slice(-window);
    const values = new Int32Array(window);
    values.set(seen);
    const predicted = await model.predict({ values, shape: [1, window] });
    const [, places, size] = predicted.shape;
    if (predicted.shape.length !== 3 || places !== window || size !== vocabulary.size) {
      throw new ThalwegError(
        "shape",
        `generateText: the model must predict [1, ${window}, ${vocabulary.size}], a probability of each symbol at each ` +
          `place, got [${predicted.shape.join(", ")}]`,
      );
    }
    const probabilities = await predicted.data();
    const begin = (seen.length - 1) * size;
    ids.push(draw(probabilities.subarray(begin, begin + size), temperature, random));
  }
  return vocabulary.decode(ids);
};
