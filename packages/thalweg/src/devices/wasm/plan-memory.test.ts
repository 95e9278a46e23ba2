import { describe, expect, it } from "vitest";
import type { LoopInstruction, MatmulInstruction, Plan, ScatterAddInstruction, Slot } from "../device.ts";
import { packedBytesOf } from "./launches.ts";
import { planMemory } from "./plan-memory.ts";

const bound = (index: number, length: number): Slot => ({ dtype: "float32", length, place: { kind: "bound", index } });
const scratch = (byteOffset: number, length: number): Slot => ({
  dtype: "float32",
  length,
  place: { kind: "scratch", byteOffset },
});

/** c = a·b of square matrices that begin where their slots do. */
const product = (size: number, a: number, b: number, c: number): MatmulInstruction => {
  const view = (slot: number) => ({ slot, offset: 0, batch: [], row: size, column: 1 });
  const extents = { batch: [], m: size, n: size, k: size };
  return { kind: "matmul", dtype: "float32", ...extents, a: view(a), b: view(b), c: view(c), accumulate: false };
};

const added = (indices: number, source: number, target: number): ScatterAddInstruction => {
  const extents = { outer: 1, extent: 16, count: 4, inner: 1 };
  return { kind: "scatterAdd", dtype: "float32", ...extents, indices, source, target };
};

/**
 * x (0) → 2 → 3 → 4, each a product by 1; the target (5) is met with 4 and makes 6, which with 2 makes the gradient, the
 * second half of 7.
 */
const chain: Plan = {
  slots: [
    bound(0, 256),
    bound(1, 256),
    scratch(0, 256),
    scratch(1024, 256),
    scratch(2048, 256),
    bound(2, 256),
    scratch(1024, 256),
    { dtype: "float32", length: 512, place: { kind: "kept" } },
    { dtype: "float32", length: 256, place: { kind: "part", of: 7, offset: 256 } },
  ],
  instructions: [
    product(16, 0, 1, 2),
    product(16, 2, 1, 3),
    product(16, 3, 1, 4),
    product(16, 4, 5, 6),
    product(16, 2, 6, 8),
  ],
  scratchBytes: 3072,
  bound: 3,
  knobs: 0,
};

describe("planMemory", () => {
  it("tells what is kept, laid out, alive at once and held over the first reading of the targets", () => {
    expect(planMemory(chain, { until: 2 })).toEqual({
      kept: 2048,
      scratch: 3072,
      scratchWithoutReuse: 4096,
      scratchAtOnce: 3072,
      held: 1024,
      packed: packedBytesOf(product(16, 0, 1, 2)),
      largest: 2048,
    });
  });

  it("holds nothing over an array that is not named, or not read", () => {
    expect(planMemory(chain).held).toBe(0);
    expect(planMemory(chain, { until: 3 }).held).toBe(0);
  });

  it("counts the largest packed copy of those that come one after another", () => {
    const wide = { ...product(16, 0, 1, 2), n: 64 };
    const plan = { ...chain, instructions: [product(16, 0, 1, 2), wide, product(16, 2, 1, 3)] };
    expect(planMemory(plan).packed).toBe(packedBytesOf(wide));
  });

  it("adds loops: their own temporaries, and copies that stay packed from step to step", () => {
    const step: Plan = {
      slots: [bound(0, 256), bound(1, 256), scratch(0, 256), scratch(1024, 256), bound(2, 256)],
      instructions: [product(16, 0, 1, 2), product(16, 2, 4, 3)],
      scratchBytes: 2048,
      bound: 3,
      knobs: 0,
    };
    const moving = (slot: number, stride: number) => ({ slot, offset: 0, stride, shift: 0, period: 1 });
    const loop: LoopInstruction = {
      kind: "loop",
      steps: 3,
      step,
      bound: [moving(0, 256), moving(1, 0), moving(2, 0)],
      starts: [{ source: 3, offset: 0, target: 2, targetOffset: 0, length: 256 }],
    };
    const plan: Plan = {
      slots: [bound(0, 768), bound(1, 256), bound(2, 256), scratch(0, 256), bound(3, 16)],
      instructions: [added(4, 0, 3), loop],
      scratchBytes: 1024,
      bound: 4,
      knobs: 0,
    };
    const one = packedBytesOf(product(16, 0, 1, 2));
    expect(planMemory(plan)).toMatchObject({
      kept: 0,
      scratch: 3072,
      scratchWithoutReuse: 3072,
      scratchAtOnce: 3072,
      packed: 2 * one,
      largest: 3072,
    });
  });
});
