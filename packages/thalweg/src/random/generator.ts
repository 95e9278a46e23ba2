import { ThalwegError } from "../errors/thalweg-error.ts";
import { foldKey, type Key, keyOf, type PathPart } from "./key.ts";
import { normalBelow, normalQuantile } from "./normal.ts";
import { threefryInto, uniformOf } from "./threefry.ts";

/** Where a generator stands: which stream, and how many elements of it are drawn. */
export interface GeneratorState {
  key: [number, number];
  counter: number;
}

const twoTo32 = 2 ** 32;
const twoToMinus53 = 2 ** -53;
const words = new Uint32Array(2);

const check = (holds: boolean, message: () => string): void => {
  if (!holds) throw new ThalwegError("argument", message());
};

/**
 * A stream of random numbers named by a seed and a path: element n is Threefry-2x32(key, n).
 *
 * Equal seeds and paths give equal numbers on every engine, and uniforms equal those that devices draw with
 * the same key. Every number takes one element of the stream; `integer` may take more. Salmon et al. 2011.
 *
 * @example
 * const random = new Generator(7, "shuffle");
 * const order = random.permutation(60000);
 * const noise = random.derive("noise").fillNormal(new Float32Array(784), 0, 0.1);
 */
export class Generator {
  private key: Key;
  private counter = 0;

  constructor(seed: number, ...path: readonly PathPart[]) {
    this.key = keyOf(seed, ...path);
  }

  /** The stream at `path` from this one: the same wherever this one stands. */
  derive(...path: readonly PathPart[]): Generator {
    check(path.length > 0, () => "Generator.derive: path must not be empty; name what the stream is for");
    const derived = new Generator(0);
    derived.key = foldKey(this.key, ...path);
    return derived;
  }

  /** 32 random bits as an integer in [0, 2³²). */
  bits(): number {
    this.advance();
    return words[0];
  }

  /** A number in [low, high), 24 bits fine. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * uniformOf(this.bits());
  }

  /** A normally distributed number, by inversion: the same to the last bit on every engine. */
  normal(mean = 0, std = 1): number {
    return mean + std * normalQuantile(this.probability());
  }

  /** An integer from 0 to n − 1, all equally likely; n is from 1 to 2³². */
  integer(n: number): number {
    check(
      Number.isInteger(n) && n >= 1 && n <= twoTo32,
      () => `Generator.integer: n must be an integer in [1, 2^32], got ${n}`,
    );
    // Bits beyond the last whole multiple of n are drawn again: a plain remainder would favour small integers.
    const limit = twoTo32 - (twoTo32 % n);
    let bits = this.bits();
    while (bits >= limit) bits = this.bits();
    return bits % n;
  }

  /** The integers 0 … n − 1 in random order (Fisher–Yates). */
  permutation(n: number): Int32Array<ArrayBuffer> {
    check(
      Number.isInteger(n) && n >= 0 && n < 2 ** 31,
      () => `Generator.permutation: n must be an integer in [0, 2^31), got ${n}`,
    );
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** Fills `array` with uniforms in [low, high): for 0 and 1, exactly what a device draws with this key. */
  fillUniform<A extends Float32Array | Float64Array>(array: A, low = 0, high = 1): A {
    for (let i = 0; i < array.length; i++) array[i] = this.uniform(low, high);
    return array;
  }

  fillNormal<A extends Float32Array | Float64Array>(array: A, mean = 0, std = 1): A {
    for (let i = 0; i < array.length; i++) array[i] = this.normal(mean, std);
    return array;
  }

  /** Fills `array` with normals that are cut off at mean + low·std and mean + high·std (by inversion, none redrawn). */
  fillTruncatedNormal<A extends Float32Array | Float64Array>(array: A, mean = 0, std = 1, low = -2, high = 2): A {
    check(low < high, () => `Generator.fillTruncatedNormal: low must be below high, got ${low} and ${high}`);
    // The lower tail has the finer probabilities, so a window above zero is drawn mirrored.
    const side = low > 0 ? -1 : 1;
    const [near, far] = side === 1 ? [low, high] : [-high, -low];
    const from = normalBelow(near);
    const width = normalBelow(far) - from;
    for (let i = 0; i < array.length; i++) {
      const z = normalQuantile(from + width * this.probability());
      array[i] = mean + std * side * Math.min(Math.max(z, near), far);
    }
    return array;
  }

  state(): GeneratorState {
    return { key: [this.key[0], this.key[1]], counter: this.counter };
  }

  load({ key, counter }: GeneratorState): void {
    const isWord = (word: number): boolean => word >>> 0 === word;
    check(key.length === 2 && key.every(isWord), () => `Generator.load: key must be two 32-bit words, got ${key}`);
    check(
      Number.isSafeInteger(counter) && counter >= 0,
      () => `Generator.load: counter must be a safe integer ≥ 0, got ${counter}`,
    );
    this.key = [key[0], key[1]];
    this.counter = counter;
  }

  private advance(): void {
    const n = this.counter++;
    threefryInto(words, 0, this.key[0], this.key[1], n >>> 0, Math.floor(n / twoTo32));
  }

  /** A number strictly between 0 and 1 from 52 bits, symmetric about ½. */
  private probability(): number {
    this.advance();
    // Odd multiples of 2⁻⁵³: never 0, ½ or 1, and exact.
    return ((words[0] * 2 ** 20 + (words[1] >>> 12)) * 2 + 1) * twoToMinus53;
  }
}
