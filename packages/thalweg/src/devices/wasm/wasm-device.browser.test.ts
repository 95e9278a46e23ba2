import { describe, expect, it } from "vitest";
import { wasmDevice } from "./index.ts";

describe("wasmDevice in a page", () => {
  it.each([true, false])("multiplies matrices (shared %s)", async (shared) => {
    const device = await wasmDevice({ shared });
    expect(device.capabilities.sharedMemory).toBe(shared && globalThis.crossOriginIsolated);
    const size = 5;
    const matrix = (slot: number) => ({ slot, offset: 0, batch: [], row: size, column: 1 });
    const executable = await device.compile({
      slots: [0, 1, 2].map((index) => ({ dtype: "float32", length: size * size, place: { kind: "bound", index } })),
      instructions: [
        {
          kind: "matmul",
          dtype: "float32",
          batch: [],
          m: size,
          n: size,
          k: size,
          a: matrix(0),
          b: matrix(1),
          c: matrix(2),
          accumulate: false,
        },
      ],
      scratchBytes: 0,
      bound: 3,
      knobs: 0,
    });
    const arenas = [0, 1, 2].map(() => device.allocate("float32", size * size));
    const ramp = Float32Array.from({ length: size * size }, (_, index) => index);
    const shift = Float32Array.from(ramp, (_, index) => ((index + 1) % size === Math.floor(index / size) ? 1 : 0));
    device.upload(arenas[0], ramp);
    device.upload(arenas[1], shift);
    await device.run(executable, arenas, new Float64Array(0));
    const rotated = ramp.map((_, index) => ramp[index - (index % size) + ((index + 1) % size)]);
    expect(await device.download(arenas[2])).toEqual(rotated);
  });
});
