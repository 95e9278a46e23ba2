import type { KernelBuilder } from "./builder.ts";

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const parity = 0x1bd11bda;

/**
 * First word of Threefry-2x32 with 20 rounds, key (key0, key1), counter (counter, 0); all int32.
 * Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3".
 */
export const threefryWord = (builder: KernelBuilder, key0: number, key1: number, counter: number): number => {
  const int = (value: number) => builder.literal("int32", value);
  const add = (a: number, b: number) => builder.binary("add", a, b);
  const rotate = (x: number, by: number) =>
    builder.binary("or", builder.binary("shl", x, int(by)), builder.binary("shr", x, int(32 - by)));
  const keys = [key0, key1, builder.binary("xor", builder.binary("xor", key0, key1), int(parity))];
  let x = add(counter, key0);
  let y = key1;
  for (let round = 0; round < 20; round++) {
    x = add(x, y);
    y = builder.binary("xor", rotate(y, rotations[round % 8]), x);
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x = add(x, keys[injection % 3]);
      y = add(add(y, keys[(injection + 1) % 3]), int(injection));
    }
  }
  return x;
};
