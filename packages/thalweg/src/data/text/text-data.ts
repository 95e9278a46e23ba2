import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { EpochRequest } from "../batch-source.ts";
import type { Batches } from "../batches.ts";
import type { Dataset } from "../dataset.ts";
import { readNamed } from "../read-named.ts";
import { unpacked } from "../unpacked.ts";
import { textDataset, textWindows } from "./text-windows.ts";
import { byteVocabulary, characterVocabulary, type Vocabulary } from "./vocabulary.ts";

const isSurrogatePair = (text: string, at: number): boolean => (text.codePointAt(at - 1) ?? 0) > 0xffff;

/**
 * A text cut in two by position: its end is held out, since neighbouring pieces of a text tell of one another. A
 * character is never cut.
 *
 * @example
 * splitText("0123456789", { validation: 0.1 }); // { train: "012345678", validation: "9" }
 */
export const splitText = (
  text: string,
  { validation = 0.1 }: { validation?: number } = {},
): { readonly train: string; readonly validation: string } => {
  if (!(validation > 0 && validation < 1)) {
    throw new ThalwegError("argument", `splitText: validation must be a fraction in (0, 1), got ${validation}`);
  }
  const middle = text.length - Math.round(text.length * validation);
  const cut = middle > 0 && isSurrogatePair(text, middle) ? middle - 1 : middle;
  return { train: text.slice(0, cut), validation: text.slice(cut) };
};

/**
 * The text of a UTF-8 file, packed with gzip or not, without a byte order mark.
 *
 * @example
 * const text = await readText("data/story.txt");
 */
export const readText = async (path: string): Promise<string> => {
  const bytes = await unpacked(await readNamed(path, "readText"), path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ThalwegError("file", `${path}: a text must be UTF-8; save the file in that encoding`, { cause: error });
  }
};

export interface TextDataOptions {
  /** Symbols that a model sees at once. */
  readonly length: number;
  /** What a symbol is; "characters" unless said. */
  readonly symbols?: "characters" | "bytes";
  /** Share of the text held out, its end; a tenth unless said. */
  readonly validation?: number;
}

export interface TextData {
  /** For `fit`: windows cut anew each epoch. */
  readonly train: (request: EpochRequest) => Batches;
  /** How many windows an epoch has, from which follow its updates. */
  readonly windows: number;
  /** The held-out end in fixed windows. */
  readonly validation: Dataset;
  /** Of the training part; with an id for characters that only the held-out part has. */
  readonly vocabulary: Vocabulary;
  readonly text: { readonly train: string; readonly validation: string };
}

/**
 * A text file made ready to train a model of symbols: its end held out, a vocabulary of the rest, windows of both.
 *
 * @example
 * const { train, validation, vocabulary } = await textData("data/story.txt", { length: 16 });
 * validation.inputs.shape; // [3, 16]
 */
export const textData = async (path: string, options: TextDataOptions): Promise<TextData> => {
  const { length, symbols = "characters", validation } = options;
  if (symbols !== "characters" && symbols !== "bytes") {
    throw new ThalwegError("argument", `textData: symbols must be "characters" or "bytes", got ${String(symbols)}`);
  }
  const text = splitText(await readText(path), { validation });
  if (text.train === "") throw new ThalwegError("data", `${path}: there must be text to learn from, the file is empty`);
  const vocabulary = symbols === "bytes" ? byteVocabulary() : characterVocabulary(text.train, { unknown: true });
  const train = textWindows(text.train, { length, vocabulary, name: `the first part of ${path}` });
  return {
    train,
    windows: train({ epoch: 0, seed: 0, batchSize: 1, shuffle: false, remainder: "keep" }).length,
    validation: textDataset(text.validation, { length, vocabulary, name: `the held-out part of ${path}` }),
    vocabulary,
    text,
  };
};
