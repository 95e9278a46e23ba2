import type { TypedArray } from "../../../kernels/dtype.ts";
import type { MatmulInstruction } from "../../device.ts";
import { type BlasLaunch, blasLaunch, blasScratchBytes } from "../launch.ts";

/** A product's arrays, launch block and working memory in one shared memory. */
export interface PlacedProduct {
  readonly memory: WebAssembly.Memory;
  readonly launch: BlasLaunch;
  /** Addresses of two threads' working memory. */
  readonly scratch: readonly [number, number];
  /** A copy of the result's array. */
  result(): Float32Array;
}

const aligned = (bytes: number): number => 128 * Math.ceil(bytes / 128);

/** Places `arrays`, one a slot, as a device does. */
export const placeProduct = (instruction: MatmulInstruction, arrays: readonly TypedArray[]): PlacedProduct => {
  let top = 128;
  const room = (bytes: number): number => {
    const at = top;
    top = aligned(top + bytes + 128);
    return at;
  };
  const scratch = [room(blasScratchBytes), room(blasScratchBytes)] as const;
  const locations = arrays.map(({ byteLength }) => room(byteLength));
  const blocks = room(2 ** 20);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(top / 65536) + 1, maximum: 65536, shared: true });
  const words = new Int32Array(memory.buffer);
  arrays.forEach((array, slot) => {
    new Float32Array(memory.buffer, locations[slot], array.length).set(array);
  });
  let used = blocks;
  const launch = blasLaunch<number>(
    {
      reserve: (bytes) => {
        const at = used;
        used = aligned(used + bytes);
        return at;
      },
      word: (at, value) => {
        words[at / 4] = value;
      },
      address: (at, location, extra) => {
        words[at / 4] = location + extra;
      },
    },
    instruction,
    locations,
  );
  const { slot } = instruction.c;
  const result = (): Float32Array => new Float32Array(memory.buffer, locations[slot], arrays[slot].length).slice();
  return { memory, launch, scratch, result };
};
