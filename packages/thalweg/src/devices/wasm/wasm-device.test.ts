import { describe, expect, it } from "vitest";
import { KernelBuilder, kernelFrom } from "../../kernels/builder.ts";
import type { Arena, Device, KernelInstruction, Plan, Slot } from "../device.ts";
import { wasmDevice } from "./index.ts";

const none = new Float64Array(0);
const floats = (length: number, place: Slot["place"]): Slot => ({ dtype: "float32", length, place });
const bound = (length: number, index: number): Slot => floats(length, { kind: "bound", index });

/** output = input · argument + input2 */
const axpy = (() => {
  const builder = new KernelBuilder();
  const x = builder.add({ op: "load", type: "float32", access: 0 });
  const y = builder.add({ op: "load", type: "float32", access: 1 });
  const a = builder.add({ op: "argument", type: "float32", argument: 0 });
  return kernelFrom(builder, {
    parallel: 1,
    reduced: 0,
    vector: "parallel",
    accesses: [
      { dtype: "float32", lane: 1, rowOnly: false },
      { dtype: "float32", lane: 1, rowOnly: false },
    ],
    outputs: ["float32"],
    phases: [
      {
        reductions: [],
        stores: [{ output: 0, value: builder.binary("add", builder.binary("mul", x, a), y), level: "element" }],
      },
    ],
    arguments: 1,
  });
})();

const step = (
  length: number,
  x: number,
  y: number,
  output: number,
  argument: { knob: number } | number,
): KernelInstruction => {
  const view = (slot: number) => ({ slot, offset: 0, strides: [1] });
  return {
    kind: "kernel",
    kernel: axpy,
    extents: [length],
    inputs: [view(x), view(y)],
    outputs: [view(output)],
    arguments: [
      typeof argument === "number" ? { kind: "number", value: argument } : { kind: "knob", index: argument.knob },
    ],
  };
};

/** y ← a·x + y */
const addScaled = (length: number): Plan => ({
  slots: [bound(length, 0), bound(length, 1)],
  instructions: [step(length, 0, 1, 1, { knob: 0 })],
  scratchBytes: 0,
  bound: 2,
  knobs: 1,
});

const filled = (device: Device, length: number, value: number): Arena => {
  const arena = device.allocate("float32", length);
  device.upload(arena, new Float32Array(length).fill(value));
  return arena;
};

describe("wasmDevice", () => {
  it("is one device without options", async () => {
    expect(await wasmDevice()).toBe(await wasmDevice());
  });

  it.each([true, false])("moves values in and out (shared %s)", async (shared) => {
    const device = await wasmDevice({ shared });
    const arena = device.allocate("float64", 5);
    expect(await device.download(arena)).toEqual(new Float64Array(5));
    device.upload(arena, Float64Array.of(7, 8), 2);
    device.upload(arena, Float64Array.of(1, 2, 3, 4, 5));
    device.upload(arena, Float64Array.of(9), 4);
    expect(await device.download(arena)).toEqual(Float64Array.of(1, 2, 3, 4, 9));
    const copy = await device.download(arena, 1, 2);
    expect(copy).toEqual(Float64Array.of(2, 3));
    copy.fill(0);
    expect(await device.download(arena, 1, 2)).toEqual(Float64Array.of(2, 3));
  });

  it("passes knobs anew to every run", async () => {
    const device = await wasmDevice({});
    const [x, y] = [filled(device, 9, 2), filled(device, 9, 1)];
    const executable = await device.compile(addScaled(9));
    await device.run(executable, [x, y], Float64Array.of(0.5));
    await device.run(executable, [x, y], Float64Array.of(-4));
    expect(await device.download(y)).toEqual(new Float32Array(9).fill(1 + 1 - 8));
    const other = filled(device, 9, 10);
    await device.run(executable, [x, other], Float64Array.of(1));
    expect(await device.download(other)).toEqual(new Float32Array(9).fill(12));
  });

  it("keeps kept slots between runs and lays parts and scratch where they belong", async () => {
    const device = await wasmDevice({});
    const plan: Plan = {
      slots: [
        bound(4, 0),
        bound(12, 1),
        floats(4, { kind: "kept" }),
        floats(4, { kind: "scratch", byteOffset: 64 }),
        floats(4, { kind: "part", of: 1, offset: 6 }),
      ],
      instructions: [step(4, 0, 2, 2, 1), step(4, 2, 2, 3, 1), step(4, 3, 4, 4, 10)],
      scratchBytes: 128,
      bound: 2,
      knobs: 0,
    };
    const executable = await device.compile(plan);
    const [x, y] = [filled(device, 4, 1), device.allocate("float32", 12)];
    await device.run(executable, [x, y], none);
    await device.run(executable, [x, y], none);
    expect(await device.download(y)).toEqual(Float32Array.of(0, 0, 0, 0, 0, 0, 60, 60, 60, 60, 0, 0));
  });

  it("adds rows at indices, clamped, in order", async () => {
    const device = await wasmDevice({});
    const [outer, extent, count, inner] = [2, 3, 4, 2];
    const plan: Plan = {
      slots: [
        { dtype: "int32", length: count, place: { kind: "bound", index: 0 } },
        bound(outer * count * inner, 1),
        bound(outer * extent * inner, 2),
      ],
      instructions: [
        { kind: "scatterAdd", dtype: "float32", outer, extent, count, inner, indices: 0, source: 1, target: 2 },
      ],
      scratchBytes: 0,
      bound: 3,
      knobs: 0,
    };
    const indices = device.allocate("int32", count);
    device.upload(indices, Int32Array.of(1, -5, 1, 9));
    const source = device.allocate("float32", 16);
    device.upload(
      source,
      Float32Array.from({ length: 16 }, (_, index) => index),
    );
    const target = filled(device, 12, 5);
    await device.run(await device.compile(plan), [indices, source, target], none);
    expect(await device.download(target)).toEqual(Float32Array.of(2, 3, 0 + 4, 1 + 5, 6, 7, 10, 11, 20, 22, 14, 15));
  });

  it("refuses what is not its own, does not fit or has another dtype", async () => {
    const [device, other] = [await wasmDevice({}), await wasmDevice({})];
    const arena = device.allocate("float32", 3);
    expect(() => other.upload(arena, Float32Array.of(1))).toThrow(/this device/);
    expect(() => device.upload(arena, Float32Array.of(1, 2), 2)).toThrow(/within the arena's 3/);
    expect(() => device.upload(arena, Float64Array.of(1))).toThrow(/must be float32, got float64/);
    const executable = await device.compile(addScaled(3));
    await expect(device.run(executable, [arena], none)).rejects.toThrow(/binds 2 arenas/);
    await expect(other.run(executable, [arena, arena], Float64Array.of(1))).rejects.toThrow(/compiled by this device/);
  });
});

describe("memory", () => {
  const arenaFloats = 2 ** 18;

  it("moves what was used longest ago to the host when it is full, and back", async () => {
    const device = await wasmDevice({ maximumPages: 300 });
    const executable = await device.compile(addScaled(arenaFloats));
    const arenas = Array.from({ length: 40 }, (_, index) => filled(device, arenaFloats, index));
    for (let index = 1; index < 40; index += 1) {
      await device.run(executable, [arenas[index - 1], arenas[index]], Float64Array.of(1));
    }
    for (let index = 0; index < 40; index += 1) {
      const values = await device.download(arenas[index], 17, 1);
      expect(values[0]).toBe((index * (index + 1)) / 2);
    }
  });

  it("runs programs whose workspaces take turns in it", async () => {
    const device = await wasmDevice({ maximumPages: 300 });
    /** y ← a·(x + x) + y, by way of more scratch memory than there is room for twice. */
    const plan: Plan = {
      slots: [bound(4, 0), bound(4, 1), floats(4, { kind: "scratch", byteOffset: 9_999_936 })],
      instructions: [step(4, 0, 0, 2, 1), step(4, 2, 1, 1, { knob: 0 })],
      scratchBytes: 10_000_000,
      bound: 2,
      knobs: 1,
    };
    const programs = await Promise.all([1, 2, 3].map(() => device.compile(plan)));
    const [x, y] = [filled(device, 4, 1), filled(device, 4, 0)];
    for (let run = 1; run <= 9; run += 1) {
      await device.run(programs[run % 3], [x, y], Float64Array.of(10));
      expect(await device.download(y)).toEqual(new Float32Array(4).fill(20 * run));
    }
  });

  it("refuses plans over the budget, and runs that do not fit, with the sizes", async () => {
    const device = await wasmDevice({ maximumPages: 300 });
    expect(device.capabilities.budgetBytes).toBe(300 * 65536 - 128);
    await expect(device.compile(addScaled(3e6))).rejects.toThrow(/needs 24000000/);
    await expect(device.compile({ ...addScaled(4), scratchBytes: 2e7 })).rejects.toMatchObject({ code: "memory" });
    const executable = await device.compile(addScaled(4));
    const large = [device.allocate("float32", 3e6), device.allocate("float32", 3e6)];
    await expect(device.run(executable, large, Float64Array.of(1))).rejects.toThrow(/12000000 bytes are needed/);
    const [x, y] = [filled(device, 4, 1), filled(device, 4, 1)];
    await device.run(executable, [x, y], Float64Array.of(1));
    expect(await device.download(y)).toEqual(new Float32Array(4).fill(2));
  });

  it("stays flat while arrays come and go", async () => {
    const device = await wasmDevice({});
    const values = new Float32Array(10_000);
    const before = process.memoryUsage();
    for (let index = 0; index < 10_000; index += 1) device.upload(device.allocate("float32", values.length), values);
    const after = process.memoryUsage();
    expect(after.rss - before.rss).toBeLessThan(150e6);
  });

  it("stays flat while arrays are used once", async () => {
    const device = await wasmDevice({});
    const executable = await device.compile(addScaled(10_000));
    const total = filled(device, 10_000, 0);
    const before = process.memoryUsage();
    for (let index = 0; index < 10_000; index += 1) {
      await device.run(executable, [filled(device, 10_000, 1), total], Float64Array.of(1));
    }
    const after = process.memoryUsage();
    expect(after.rss - before.rss).toBeLessThan(200e6);
    expect((await device.download(total, 0, 1))[0]).toBe(10_000);
  });
});
