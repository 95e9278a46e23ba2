import { describe, expect, it } from "vitest";
import { wasmDevice } from "./index.ts";

describe("wasmDevice in a page", () => {
  it.each([
    { shared: true, threads: 1 },
    { shared: true, threads: 3 },
    { shared: false, threads: 3 },
  ])("multiplies matrices (%o)", async ({ shared, threads }) => {
    const device = await wasmDevice({ shared, threads, worthSharing: 0 });
    expect(globalThis.crossOriginIsolated).toBe(true);
    expect(device.capabilities).toMatchObject({ sharedMemory: shared, threads: shared ? threads : 1 });
    const size = 150;
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
    const ramp = Float32Array.from({ length: size * size }, (_, index) => index % 1000);
    const shift = Float32Array.from(ramp, (_, index) => ((index + 1) % size === Math.floor(index / size) ? 1 : 0));
    device.upload(arenas[0], ramp);
    device.upload(arenas[1], shift);
    // Often enough for every thread to have come, and slept.
    for (let round = 0; round < 30; round += 1) {
      await device.run(executable, arenas, new Float64Array(0));
      if (round % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const rotated = ramp.map((_, index) => ramp[index - (index % size) + ((index + 1) % size)]);
    expect(await device.download(arenas[2])).toEqual(rotated);
  });
});
