import type { Vocabulary } from "thalweg/data";
import { type Callback, generateText, type Trainer } from "thalweg/training";
import type { TextSettings } from "./settings.ts";

/** Writes a text as the model goes on from a prompt. */
export type Sampler = (trainer: Trainer) => Promise<string>;

/** What samples begin with unless the user says: a new line, where the text has one. */
const usualPrompt = "\n";

export const promptFor = ({ prompt }: TextSettings, text: string): string =>
  prompt ?? (text.includes(usualPrompt) ? usualPrompt : String.fromCodePoint(text.codePointAt(0) ?? 0));

export const samplerFor =
  ({ context, temperature, length, seed }: TextSettings, vocabulary: Vocabulary, prompt: string): Sampler =>
  (trainer) =>
    generateText(trainer, { vocabulary, window: context, prompt, length, temperature, seed });

/** A text moved in, without signs that would move a terminal's cursor. */
export const shownSample = (text: string): readonly string[] =>
  text
    .replace(/[^\P{Cc}\n\t]/gu, "·")
    .replace(/^\n+|\n+$/g, "")
    .split("\n")
    .map((line) => `  │ ${line}`.trimEnd());

/** Shows what the model writes every so many updates; the finished model is left to the end. */
export const showSamples = (
  trainer: Trainer,
  sample: Sampler,
  { every, last }: { readonly every: number; readonly last: number },
  write: (text: string) => void,
): Callback => {
  // Several batches may make one update, and some make none.
  let shown = 0;
  return {
    async onStepEnd({ step }) {
      if (step % every !== 0 || step >= last || step === shown) return;
      shown = step;
      write(`${[`after update ${step}`, ...shownSample(await sample(trainer))].join("\n")}\n`);
    },
  };
};
