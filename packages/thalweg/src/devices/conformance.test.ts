import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TypedArray, typedArray } from "../kernels/dtype.ts";
import { integer, pick } from "../kernels/testing/random-expressions.ts";
import { randomKernel } from "../kernels/testing/random-kernel.ts";
import { elementwiseKernel } from "../kernels/testing/scalar-function.ts";
import type { CallInstruction, KernelInstruction, LoopInstruction, ScatterAddInstruction, Slot } from "./device.ts";
import { referenceDevice } from "./reference/index.ts";
import { expectedArrays, kernelPlan } from "./testing/kernel-plan.ts";
import { randomProduct } from "./testing/random-product.ts";
import { planOver, runOn } from "./testing/run-on.ts";
import { softmaxPlan } from "./testing/softmax-plan.ts";
import { wasmDevice } from "./wasm/index.ts";

const reference = referenceDevice();

/** Every device with how it rounds float32. */
const devices = [
  { name: "reference", device: reference, rounding: "float64" },
  { name: "wasm on one thread", device: await wasmDevice({ threads: 1, blas: "off" }), rounding: "declared" },
  // Three threads on however many cores, which share everything.
  {
    name: "wasm on three threads",
    device: await wasmDevice({ threads: 3, blas: "off", worthSharing: 0 }),
    rounding: "declared",
  },
  { name: "wasm with BLAS", device: await wasmDevice({ threads: 3, worthSharing: 0 }), rounding: "declared" },
] as const;

const options = { seed: 1, endOnFailure: true } as const;

describe.each(devices)("$name", ({ device, rounding }) => {
  it("runs random kernels as they are defined, to the bit", async () => {
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      const kernelCase = randomKernel(draw);
      const { plan, arrays } = kernelPlan(kernelCase);
      expect(await runOn(device, plan, arrays)).toEqual(expectedArrays(kernelCase, rounding));
    });
    await fc.assert(property, { ...options, numRuns: 200 });
  });

  it("multiplies matrices as they are defined", async () => {
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      const { instruction, arrays } = randomProduct(draw, pick(draw, [3, 9, 40]));
      const plan = planOver(arrays, [instruction]);
      expect(await runOn(device, plan, arrays)).toEqual(await runOn(reference, plan, arrays));
    });
    await fc.assert(property, { ...options, numRuns: 100 });
  });

  it.each(["float32", "float64"] as const)("sums products of real numbers in %s within rounding", async (dtype) => {
    const [m, n, k] = [67, 70, 129];
    const wave = (length: number, pace: number): TypedArray =>
      typedArray(dtype, length).map((_, at) => Math.sin(at * pace));
    const arrays = [wave(m * k, 0.7), wave(k * n, 1.3), wave(m * n, 2.1)];
    const matrix = (slot: number, row: number) => ({ slot, offset: 0, batch: [], row, column: 1 });
    const views = { a: matrix(0, k), b: matrix(1, n), c: matrix(2, n) };
    const plan = planOver(arrays, [{ kind: "matmul", dtype, batch: [], m, n, k, ...views, accumulate: true }]);
    const [actual, expected] = [(await runOn(device, plan, arrays))[2], (await runOn(reference, plan, arrays))[2]];
    // k roundings of partial sums below 2⁵.
    const tolerance = dtype === "float64" ? 0 : 32 * k * 2 ** -24;
    expect(Math.max(...actual.map((value, at) => Math.abs(value - expected[at])))).toBeLessThanOrEqual(tolerance);
  });

  it("adds rows by index, clamping indices, in order", async () => {
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      const dtype = pick(draw, ["float32", "float64", "int32"] as const);
      const [outer, extent, count, inner] = [1, 2, 3, 4].map(() => integer(draw, 1, 9));
      const indices = Int32Array.from({ length: count }, () => integer(draw, -2, extent + 1));
      const source = typedArray(dtype, outer * count * inner).map((_, at) => ((at * 37) % 101) - 50);
      const scaled = dtype === "float64" ? source.map((value) => value / 7) : source;
      const arrays = [indices, scaled, typedArray(dtype, outer * extent * inner).fill(3)];
      const slots = { indices: 0, source: 1, target: 2 };
      const instruction: ScatterAddInstruction = { kind: "scatterAdd", dtype, outer, extent, count, inner, ...slots };
      const plan = planOver(arrays, [instruction]);
      const results = await runOn(device, plan, arrays);
      expect(results).toEqual(await runOn(reference, plan, arrays));
    });
    await fc.assert(property, { ...options, numRuns: 50 });
  });

  it.each(["eigh", "qr"] as const)("runs the routine %s as it is defined, in float64 to the bit", async (routine) => {
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      const dtype = pick(draw, ["float32", "float64"] as const);
      const rows = integer(draw, 1, 12);
      const columns = routine === "eigh" ? rows : integer(draw, 1, 12);
      const k = Math.min(rows, columns);
      const length = routine === "eigh" ? rows + rows * rows : k * (rows + columns);
      const pace = integer(draw, 1, 1000) / 7;
      const source = typedArray(dtype, rows * columns).map((_, at) => Math.sin(at * pace));
      const arrays = [source, typedArray(dtype, length)];
      const instruction: CallInstruction = { kind: "call", routine, dtype, rows, columns, source: 0, target: 1 };
      const plan = planOver(arrays, [instruction]);
      expect(await runOn(device, plan, arrays)).toEqual(await runOn(reference, plan, arrays));
    });
    await fc.assert(property, { ...options, numRuns: 50 });
  });

  it.each(["float32", "float64"] as const)("computes softmax over long rows in %s", async (dtype) => {
    const [rows, columns] = [33, 1001];
    const x = typedArray(dtype, rows * columns).map((_, at) => 30 * Math.sin(at * at));
    const plan = softmaxPlan(x, rows, columns);
    const [, y] = await runOn(device, plan, [x, typedArray(dtype, x.length)]);
    for (const row of [0, 16, 32]) {
      const exponentials = Array.from(x.subarray(row * columns, (row + 1) * columns), Math.exp);
      const total = exponentials.reduce((sum, value) => sum + value, 0);
      const errors = exponentials.map((value, at) => Math.abs((y[row * columns + at] * total) / value - 1));
      expect(Math.max(...errors)).toBeLessThan(dtype === "float32" ? 4e-6 : 1e-14);
    }
  });

  it("keeps state between runs, reads knobs, writes parts of slots", async () => {
    // kept += knob·bound[0]; then a part of bound[1] receives what is kept, by way of scratch.
    const add = elementwiseKernel("float64", 2, (builder, [kept, x]) => {
      const knob = builder.add({ op: "argument", type: "float64", argument: 0 });
      return builder.binary("add", kept, builder.binary("mul", x, knob));
    });
    const copy = elementwiseKernel("float64", 1, (_, [x]) => x);
    const view = (slot: number) => ({ slot, offset: 0, strides: [1] });
    const step = (kernel: typeof add, inputs: number[], output: number, numbers: KernelInstruction["arguments"]) =>
      ({
        kind: "kernel",
        kernel,
        extents: [3],
        inputs: inputs.map(view),
        outputs: [view(output)],
        arguments: numbers,
      }) as const;
    const more: Slot[] = [
      { dtype: "float64", length: 3, place: { kind: "kept" } },
      { dtype: "float64", length: 3, place: { kind: "scratch", byteOffset: 64 } },
      { dtype: "float64", length: 3, place: { kind: "part", of: 1, offset: 2 } },
    ];
    const instructions = [
      step(add, [2, 0], 2, [{ kind: "knob", index: 1 }]),
      step(copy, [2], 3, []),
      step(copy, [3], 4, []),
    ];
    const arrays = [Float64Array.of(1, 2, 3), new Float64Array(6)];
    const plan = planOver(arrays, instructions, { more, scratchBytes: 128, knobs: 2 });
    const [, result] = await runOn(device, plan, arrays, [9, 1], [9, 10]);
    expect(result).toEqual(Float64Array.of(0, 0, 11, 22, 33, 0));
  });

  it("repeats a plan on ranges that move, first values copied, constants shared", async () => {
    // carry ← 2·carry + slice·constant, out ← carry: [2] a step, from the last slice to the first, then nested once more.
    const next = elementwiseKernel("float64", 3, (builder, [carry, x, constant]) =>
      builder.binary("add", builder.binary("add", carry, carry), builder.binary("mul", x, constant)),
    );
    const copy = elementwiseKernel("float64", 1, (_, [x]) => x);
    const view = (slot: number) => ({ slot, offset: 0, strides: [1] });
    const kernel = (run: typeof next, inputs: number[], output: number) =>
      ({
        kind: "kernel",
        kernel: run,
        extents: [2],
        inputs: inputs.map(view),
        outputs: [view(output)],
        arguments: [],
      }) as const;
    const pair = Float64Array.of(0, 0);
    const step = planOver([pair, pair, pair, pair, pair], [kernel(next, [0, 1, 2], 3), kernel(copy, [0], 4)]);
    const carry = { slot: 3, offset: 0, stride: 2, period: 2 };
    const still = { stride: 0, shift: 0, period: 1 };
    const loop: LoopInstruction = {
      kind: "loop",
      steps: 3,
      step,
      bound: [
        { ...carry, shift: 0 },
        { slot: 1, offset: 4, stride: -2, shift: 0, period: 3 },
        { slot: 2, offset: 1, ...still },
        { ...carry, shift: 1 },
        { slot: 4, offset: 4, stride: -2, shift: 0, period: 3 },
      ],
      starts: [{ source: 0, offset: 1, target: 3, targetOffset: 0, length: 2 }],
    };
    const arrays = [
      Float64Array.of(9, 1, 2),
      Float64Array.of(1, 2, 3, 4, 5, 6),
      Float64Array.of(0, 10, 100),
      new Float64Array(4),
      new Float64Array(6),
    ];
    const plan = planOver(arrays, [loop]);
    const found = await runOn(device, plan, arrays);
    expect(found[3]).toEqual(Float64Array.of(134, 1608, 278, 3416));
    expect(found[4]).toEqual(Float64Array.of(134, 1608, 52, 604, 1, 2));
    // The same loop as the step of another: the second round begins where the first one began.
    const outer: LoopInstruction = {
      kind: "loop",
      steps: 2,
      step: plan,
      bound: arrays.map((_, slot) => ({
        slot,
        offset: 0,
        stride: slot === 4 ? 6 : 0,
        shift: 0,
        period: slot === 4 ? 2 : 1,
      })),
      starts: [],
    };
    const twice = [...arrays.slice(0, 4), new Float64Array(12)];
    const [, , , , outputs] = await runOn(device, planOver(twice, [outer]), twice);
    expect(outputs).toEqual(Float64Array.of(134, 1608, 52, 604, 1, 2, 134, 1608, 52, 604, 1, 2));
  });

  it("uploads and downloads ranges, as copies", async () => {
    for (const dtype of ["float32", "float64", "int32", "uint8"] as const) {
      const arena = device.allocate(dtype, 6);
      expect(await device.download(arena)).toEqual(typedArray(dtype, 6));
      const values = typedArray(dtype, 3).map((_, at) => at + 7);
      device.upload(arena, values, 2);
      values.fill(0);
      const whole = await device.download(arena);
      expect(Array.from(whole)).toEqual([0, 0, 7, 8, 9, 0]);
      whole.fill(1);
      expect(Array.from(await device.download(arena, 3, 2))).toEqual([8, 9]);
    }
  });
});
