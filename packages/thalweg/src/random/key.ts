import { ThalwegError } from "../errors/thalweg-error.ts";
import { threefry2x32 } from "./threefry.ts";

/** Two 32-bit words that name a random stream. */
export type Key = readonly [number, number];

/** A step of the way to a stream: a name or a safe integer. */
export type PathPart = string | number;

// Second counter words of draws stay below 2²¹, those of strings between 2³⁰ and 2³¹ − 2²¹, those of numbers
// around 2³¹: a key is never made of the words that its parent draws, and "7" is not 7.
const stringMark = 0x40000000;
const numberMark = 0x80000000;

const highWord = (integer: number): number => Math.floor(integer / 2 ** 32) >>> 0;

const checkInteger = (name: string, value: number): void => {
  if (Number.isSafeInteger(value)) return;
  throw new ThalwegError("argument", `random: ${name} must be a safe integer, got ${value}`);
};

const foldString = (key: Key, text: string): Key => {
  let folded = threefry2x32(key[0], key[1], text.length, stringMark);
  for (let i = 0; i < text.length; i++) {
    folded = threefry2x32(folded[0], folded[1], text.charCodeAt(i), stringMark + 1 + i);
  }
  return folded;
};

/** The key reached from `key` by `path`; each part (strings: each UTF-16 unit) is one Threefry block. */
export const foldKey = (key: Key, ...path: readonly PathPart[]): Key => {
  let folded = key;
  for (const part of path) {
    if (typeof part === "string") {
      folded = foldString(folded, part);
    } else {
      checkInteger("a number in a path", part);
      folded = threefry2x32(folded[0], folded[1], part >>> 0, (highWord(part) ^ numberMark) >>> 0);
    }
  }
  return folded;
};

/**
 * The key of a stream from a seed (any safe integer) and a path of names and integers: equal arguments give
 * equal keys everywhere, and any difference gives an unrelated stream.
 *
 * @example
 * keyOf(0); // [0, 0]
 * keyOf(0, "dense_1", "kernel"); // the stream of one parameter's first values
 */
export const keyOf = (seed: number, ...path: readonly PathPart[]): Key => {
  checkInteger("seed", seed);
  return foldKey([seed >>> 0, highWord(seed)], ...path);
};
