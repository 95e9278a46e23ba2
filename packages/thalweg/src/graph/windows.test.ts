import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { planOf, programOf } from "../compiler/index.ts";
import { Tensor, tensor, useDevice } from "../tensor/index.ts";
import { convolve } from "./convolution.ts";
import { elementAlong, overlapAdd, reversed, windowSpan, windowsOf } from "./windows.ts";

const read = async (node: Parameters<typeof reversed>[0]) => [...(await new Tensor(node).data())];

describe("windows", () => {
  beforeAll(() => useDevice("reference"));
  const row = tensor([1, 2, 3, 4, 5], [1, 5], "float64").node;

  it("show every stride-th position and every dilation-th element, zeros outside", async () => {
    const way = { stride: 2, dilation: 2, before: 1 };
    const windows = windowsOf(row, [way], [3], [2]);
    expect(windows.shape).toEqual([1, 3, 2]);
    expect(await read(windows)).toEqual([0, 2, 2, 4, 4, 0]);
    expect(await read(windowsOf(row, [{ stride: 1, dilation: 1, before: -2 }], [2], [2]))).toEqual([3, 4, 4, 5]);
    expect(await read(windowsOf(row, [way], [1], [2], 9))).toEqual([9, 2]);
  });

  it("cover (taps − 1)·dilation + 1 elements", () => {
    expect([windowSpan(1, 5), windowSpan(3, 1), windowSpan(3, 2)]).toEqual([1, 3, 5]);
  });

  it("turn and pick along axes", async () => {
    expect(await read(reversed(row, [1]))).toEqual([5, 4, 3, 2, 1]);
    expect(await read(elementAlong(row, 1, 3))).toEqual([4]);
  });

  it("are added up by their transpose: ⟨windows(x), g⟩ = ⟨x, added(g)⟩", async () => {
    const axis = fc.record({
      stride: fc.integer({ min: 1, max: 4 }),
      dilation: fc.integer({ min: 1, max: 3 }),
      positions: fc.integer({ min: 1, max: 3 }),
      taps: fc.integer({ min: 1, max: 4 }),
      more: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(axis, axis, async (...axes) => {
        const extents = axes.map((a) => (a.positions - 1) * a.stride + windowSpan(a.taps, a.dilation) + a.more);
        const ways = axes.map(({ stride, dilation }) => ({ stride, dilation, before: 0 }));
        const [positions, taps] = [axes.map((a) => a.positions), axes.map((a) => a.taps)];
        const numbers = (shape: readonly number[], step: number) =>
          tensor(
            Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, index) => ((index * step) % 11) - 5),
            shape,
          );
        const x = numbers([2, ...extents, 2], 3);
        const g = numbers([2, ...positions, ...taps, 2], 7);
        const windows = new Tensor(windowsOf(x.node, ways, positions, taps));
        const added = new Tensor(
          overlapAdd(
            g.node,
            1,
            axes.map((a) => a.stride),
            axes.map((a) => a.dilation),
            extents,
          ),
        );
        expect(added.shape).toEqual(x.shape);
        expect(await windows.mul(g).sum().item()).toBe(await x.mul(added).sum().item());
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  it("never come to memory in a convolution", () => {
    const x = tensor(new Float32Array(2 * 12 * 12 * 8), [2, 12, 12, 8]).node;
    const filters = tensor(new Float32Array(5 * 5 * 8 * 16), [5, 5, 8, 16]).node;
    const way = { stride: 1, dilation: 1, before: 0 };
    const y = convolve(x, filters, { axes: [way, way], groups: 1 }, [8, 8]);
    const { plan } = planOf(programOf([y]));
    expect(plan.instructions.map(({ kind }) => kind)).toEqual(["matmul"]);
    expect(plan.scratchBytes).toBe(0);
    const [product] = plan.instructions;
    expect(product.kind === "matmul" && [product.m, product.k, product.n]).toEqual([128, 200, 16]);
  });
});
