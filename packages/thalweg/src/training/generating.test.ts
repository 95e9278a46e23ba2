import { describe, expect, it } from "vitest";
import { characterVocabulary, textDataset } from "../data/index.ts";
import { dense, embedding, sequential } from "../layers/index.ts";
import { crossEntropy } from "../losses/index.ts";
import { adam } from "../optimizers/catalogue/index.ts";
import { Tensor, tensor } from "../tensor/index.ts";
import type { BatchLike } from "./examples.ts";
import { generateText } from "./generating.ts";
import { Trainer } from "./trainer.ts";

const vocabulary = characterVocabulary("abc");

/** Predicts 0.2, 0.3, 0.5 at the last symbol of the text and only "a" elsewhere, and keeps what it was shown. */
const fake = (position: (call: number) => number, window = 3) => {
  const seen: number[][] = [];
  return {
    seen,
    predict: async (inputs: BatchLike) => {
      if (inputs instanceof Tensor || ArrayBuffer.isView(inputs)) throw new Error("numbers with their shape are given");
      seen.push([...inputs.values]);
      const rows = Array.from({ length: window }, (_, at) =>
        at === position(seen.length - 1) ? [0.2, 0.3, 0.5] : [1, 0, 0],
      );
      return tensor([rows]);
    },
  };
};

describe("generateText", () => {
  it("shows the model the last window of the text, and reads the last place that holds some", async () => {
    const model = fake((call) => Math.min(call, 2));
    const options = { vocabulary, window: 3, prompt: "b", length: 4, temperature: 0 };
    expect(await generateText(model, options)).toBe("bcccc");
    expect(model.seen).toEqual([
      [1, 0, 0],
      [1, 2, 0],
      [1, 2, 2],
      [2, 2, 2],
    ]);
  });

  it("draws with the probabilities, sharpened or flattened by the temperature, by seed", async () => {
    const drawn = (temperature: number, seed = 0) =>
      generateText(
        fake(() => 0, 1),
        { vocabulary, window: 1, prompt: "a", length: 3000, temperature, seed },
      );
    const shares = async (temperature: number) => {
      const text = (await drawn(temperature)).slice(1);
      return ["a", "b", "c"].map((letter) => [...text].filter((other) => other === letter).length / 3000);
    };
    // Deviations of the shares are at most √(¼/3000) = 0.0091: five of them.
    const near = (found: number[], expected: number[]) =>
      found.every((share, i) => Math.abs(share - expected[i]) < 0.046);
    expect(near(await shares(1), [0.2, 0.3, 0.5])).toBe(true);
    expect(near(await shares(0.5), [4 / 38, 9 / 38, 25 / 38])).toBe(true);
    expect(near(await shares(1e6), [1 / 3, 1 / 3, 1 / 3])).toBe(true);
    expect(await drawn(1)).toBe(await drawn(1));
    expect(await drawn(1)).not.toBe(await drawn(1, 1));
  });

  it("goes on with what a model has learned", async () => {
    const trainer = new Trainer({
      model: sequential([embedding(3, 8), dense(3, { perPosition: true })]),
      loss: crossEntropy(),
      optimizer: adam({ learningRate: 0.1 }),
    });
    await trainer.fit(textDataset("abc".repeat(20), { length: 6, vocabulary }), { epochs: 30, batchSize: 4 });
    const text = await generateText(trainer, { vocabulary, window: 6, prompt: "b", length: 8, temperature: 0 });
    expect(text).toBe("bcabcabca");
  });

  it("refuses models of another form, and options that are none", async () => {
    const good = { vocabulary, window: 3, prompt: "a", length: 1 };
    const model = { predict: async () => tensor([[0.5, 0.5]]) };
    await expect(generateText(model, good)).rejects.toThrow(
      "generateText: the model must predict [1, 3, 3], a probability of each symbol at each place, got [1, 2]",
    );
    await expect(generateText(model, { ...good, prompt: "" })).rejects.toThrow(
      'prompt must be at least one symbol, got ""',
    );
    await expect(generateText(model, { ...good, prompt: "z" })).rejects.toThrow('the character "z" (U+007A)');
    await expect(generateText(model, { ...good, temperature: -1 })).rejects.toThrow(
      "temperature must be a finite number ≥ 0",
    );
    await expect(generateText(model, { ...good, length: 1.5 })).rejects.toThrow("length must be a whole number from 0");
    await expect(generateText(model, { ...good, window: 0 })).rejects.toThrow("window must be a positive whole number");
  });
});
