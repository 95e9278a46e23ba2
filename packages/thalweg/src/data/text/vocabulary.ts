import { ThalwegError } from "../../errors/thalweg-error.ts";

/** What a vocabulary is made of, as a plain object, to be saved with a model. */
export type VocabularyState =
  | { readonly kind: "bytes" }
  | { readonly kind: "characters"; readonly characters: readonly string[]; readonly unknown: boolean };

/** Numbers for pieces of text, and back. */
export interface Vocabulary {
  /** How many different ids there are: from 0 to size − 1. */
  readonly size: number;
  encode(text: string): Int32Array;
  decode(ids: ArrayLike<number>): string;
  /** What `JSON.stringify` keeps, for `vocabularyFrom`. */
  toJSON(): VocabularyState;
}

/** What an unknown character is decoded as. */
const replacement = "\ufffd";

const checkIds = (ids: ArrayLike<number>, size: number): void => {
  for (let at = 0; at < ids.length; at += 1) {
    if (Number.isInteger(ids[at]) && ids[at] >= 0 && ids[at] < size) continue;
    throw new ThalwegError(
      "data",
      `vocabulary: ids must be whole numbers from 0 to ${size - 1}, got ${ids[at]} at position ${at}`,
    );
  }
};

/**
 * The 256 bytes of UTF-8: any text, without anything unknown; a character beyond ASCII takes two to four of them.
 *
 * @example
 * byteVocabulary().encode("aé"); // [97, 195, 169]
 */
export const byteVocabulary = (): Vocabulary => ({
  size: 256,
  encode: (text) => Int32Array.from(new TextEncoder().encode(text)),
  decode: (ids) => {
    checkIds(ids, 256);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(ids));
  },
  toJSON: () => ({ kind: "bytes" }),
});

const named = (character: string): string => {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `${JSON.stringify(character)} (U+${code})`;
};

const ofCharacters = (characters: readonly string[], unknown: boolean): Vocabulary => {
  const first = unknown ? 1 : 0;
  const size = first + characters.length;
  const ids = new Map(characters.map((character, index) => [character, first + index]));
  const idOf = (character: string): number => {
    const id = ids.get(character);
    if (id !== undefined) return id;
    if (unknown) return 0;
    throw new ThalwegError(
      "data",
      `vocabulary: the character ${named(character)} is none of its ${size}; ` +
        "make it with { unknown: true } to give such characters an id, or of more text",
    );
  };
  return {
    size,
    // By code points: a pair of surrogates is one character.
    encode: (text) => Int32Array.from(Array.from(text, idOf)),
    decode: (given) => {
      checkIds(given, size);
      return Array.from(given, (id) => (id < first ? replacement : characters[id - first])).join("");
    },
    toJSON: () => ({ kind: "characters", characters, unknown }),
  };
};

/**
 * The characters (code points) of a text, numbered in their order: make it of the training part alone. With `unknown`,
 * id 0 stands for all others, decoded as U+FFFD; without, another character is an error.
 *
 * @example
 * const vocabulary = characterVocabulary("abracadabra");
 * vocabulary.size; // 5
 * vocabulary.encode("bad"); // [1, 0, 3]
 * vocabulary.decode([1, 0, 3]); // "bad"
 */
export const characterVocabulary = (text: string, { unknown = false }: { unknown?: boolean } = {}): Vocabulary => {
  if (text.length === 0) {
    throw new ThalwegError("data", "characterVocabulary: text must hold at least one character, got an empty text");
  }
  const codes = [...new Set(text)].map((character) => character.codePointAt(0) ?? 0).sort((a, b) => a - b);
  return ofCharacters(
    codes.map((code) => String.fromCodePoint(code)),
    unknown,
  );
};

/**
 * A vocabulary from what another kept.
 *
 * @example
 * const again = vocabularyFrom(JSON.parse(JSON.stringify(characterVocabulary("abc"))));
 * again.encode("cab"); // [2, 0, 1]
 */
export const vocabularyFrom = (state: VocabularyState): Vocabulary =>
  state.kind === "bytes" ? byteVocabulary() : ofCharacters(state.characters, state.unknown);
