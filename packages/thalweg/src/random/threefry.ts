/**
 * Threefry-2x32 with 20 rounds: two words from a two-word key and a two-word counter.
 *
 * Each round is x₀ ← x₀ + x₁, x₁ ← (x₁ ⋘ r) ⊕ x₀; the key (k₀, k₁, k₀ ⊕ k₁ ⊕ 0x1BD11BDA) is added
 * every four rounds. There is no state: any element of a stream can be drawn on its own, on any device.
 * Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
 *
 * @example
 * threefry2x32(0, 0, 0, 0); // [0x6b200159, 0x99ba4efe]
 */
export const threefry2x32 = (
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
): [first: number, second: number] => {
  const words = new Uint32Array(2);
  threefryInto(words, 0, key0, key1, counter0, counter1);
  return [words[0], words[1]];
};

const parity = 0x1bd11bda;

/** Writes the two words to `words[at]` and `words[at + 1]`: `threefry2x32` without allocation. */
export const threefryInto = (
  words: Uint32Array,
  at: number,
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
): void => {
  const k0 = key0 | 0;
  const k1 = key1 | 0;
  const k2 = k0 ^ k1 ^ parity;
  let a = (counter0 + k0) | 0;
  let b = (counter1 + k1) | 0;

  // Rounds 1–4, then the key; the same pattern four more times. Unrolled: this is the cost of a draw.
  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  a = (a + b) | 0;
  b = ((b << 15) | (b >>> 17)) ^ a;
  a = (a + b) | 0;
  b = ((b << 26) | (b >>> 6)) ^ a;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  a = (a + k1) | 0;
  b = (b + k2 + 1) | 0;

  a = (a + b) | 0;
  b = ((b << 17) | (b >>> 15)) ^ a;
  a = (a + b) | 0;
  b = ((b << 29) | (b >>> 3)) ^ a;
  a = (a + b) | 0;
  b = ((b << 16) | (b >>> 16)) ^ a;
  a = (a + b) | 0;
  b = ((b << 24) | (b >>> 8)) ^ a;
  a = (a + k2) | 0;
  b = (b + k0 + 2) | 0;

  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  a = (a + b) | 0;
  b = ((b << 15) | (b >>> 17)) ^ a;
  a = (a + b) | 0;
  b = ((b << 26) | (b >>> 6)) ^ a;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  a = (a + k0) | 0;
  b = (b + k1 + 3) | 0;

  a = (a + b) | 0;
  b = ((b << 17) | (b >>> 15)) ^ a;
  a = (a + b) | 0;
  b = ((b << 29) | (b >>> 3)) ^ a;
  a = (a + b) | 0;
  b = ((b << 16) | (b >>> 16)) ^ a;
  a = (a + b) | 0;
  b = ((b << 24) | (b >>> 8)) ^ a;
  a = (a + k1) | 0;
  b = (b + k2 + 4) | 0;

  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  a = (a + b) | 0;
  b = ((b << 15) | (b >>> 17)) ^ a;
  a = (a + b) | 0;
  b = ((b << 26) | (b >>> 6)) ^ a;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;

  words[at] = a + k2;
  words[at + 1] = b + k0 + 5;
};

const twoToMinus24 = 2 ** -24;

/** Float in [0, 1) of 32 random bits: their upper 24 as a fraction, exact in float32 and float64 alike. */
export const uniformOf = (bits: number): number => (bits >>> 8) * twoToMinus24;
