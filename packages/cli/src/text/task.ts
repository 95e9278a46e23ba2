import { characterVocabulary, exampleCount, fingerprint, splitText, textDataset, textWindows } from "thalweg/data";
import { crossEntropy } from "thalweg/losses";
import { perplexity } from "thalweg/metrics";
import { wrongUsage } from "../command-error.ts";
import { plural, showCount, showScore } from "../report/numbers.ts";
import type { Findings, Task } from "../run/task.ts";
import type { Texts } from "./files.ts";
import { isDecayed, modelText, textModel } from "./model.ts";
import { promptFor, samplerFor, shownSample, showSamples } from "./samples.ts";
import type { TextSettings } from "./settings.ts";

const checkLengths = (held: number, trained: number, { context, validationSplit }: TextSettings): void => {
  const least = Math.min(held, trained);
  if (least > context) return;
  throw wrongUsage(
    `--context: a window of ${context} takes ${plural(context + 1, "character")}, and ` +
      `${held <= trained ? `the held-out end (${validationSplit} of the text)` : "the text to train on"} has ` +
      `${showCount(least)}; give more text or a smaller --context`,
  );
};

const fingerprintOf = (values: Int32Array): string => {
  const ids = { values, shape: [values.length] };
  return fingerprint({ name: "text", inputs: ids, targets: ids });
};

/** Texts to go on with, made ready. */
export const textTask = (settings: TextSettings, { text, files }: Texts): Task => {
  const { context, model, width, layers, heads, sampleEvery } = settings;
  const parts = splitText(text, { validation: settings.validationSplit });
  const vocabulary = characterVocabulary(parts.train || " ", { unknown: true });
  const [trainIds, heldIds] = [parts.train, parts.validation].map(vocabulary.encode);
  const [trained, held] = [trainIds.length, heldIds.length];
  checkLengths(held, trained, settings);
  const prompt = promptFor(settings, parts.train);
  const strange = Array.from(prompt).find((character) => !parts.train.includes(character));
  if (prompt === "" || strange !== undefined) {
    throw wrongUsage(
      `--prompt: must be of characters of the text, got ${strange === undefined ? "nothing" : JSON.stringify(strange)}`,
    );
  }
  const train = textWindows(parts.train, { length: context, vocabulary, name: "the text" });
  const windows = train({ epoch: 0, seed: 0, batchSize: 1, shuffle: false, remainder: "keep" }).length;
  const validation = textDataset(parts.validation, { length: context, vocabulary, name: "the held-out end" });
  const sample = samplerFor(settings, vocabulary, prompt);
  const different = vocabulary.size - 1;
  const counts = {
    files: files.length,
    trainCharacters: trained,
    validationCharacters: held,
    differentCharacters: different,
  };
  return {
    stem: `text-${model}`,
    model: textModel(settings, vocabulary.size),
    inputShape: [context],
    loss: crossEntropy(),
    metrics: [perplexity()],
    train,
    examples: windows,
    validation,
    isDecayed,
    heading: [
      [
        "data",
        `${plural(files.length, "file")}: ${plural(trained, "character")} to train on, ` +
          `${showCount(held)} at the end held out`,
      ],
      ["inputs", `${context} characters at once, ${different} different ones`],
    ],
    modelText: modelText(settings),
    facts: {
      dataset: "text",
      ...counts,
      model,
      width,
      layers,
      ...(model === "transformer" ? { heads } : {}),
      context,
    },
    data: {
      name: "text",
      ...counts,
      files,
      trainExamples: windows,
      validationExamples: exampleCount(validation),
      fingerprints: { train: fingerprintOf(trainIds), validation: fingerprintOf(heldIds) },
      vocabulary,
    },
    watch: (trainer, last, write) => showSamples(trainer, sample, { every: sampleEvery, last }, write),
    conclude: async (trainer, history): Promise<Findings> => {
      const written = await sample(trainer);
      const { loss, metrics } = history[history.length - 1].validation ?? (await trainer.evaluate(validation));
      return {
        results: { sample: written },
        lines: [
          "what it writes",
          ...shownSample(written),
          "",
          `held out: ${showScore(loss)} nats a character, perplexity ${showScore(metrics.perplexity)}`,
        ],
      };
    },
  };
};
