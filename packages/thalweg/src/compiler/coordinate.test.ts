import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contiguousStrides, type Shape, sizeOf } from "../graph/shape.ts";
import {
  type Affine,
  addressOf,
  type Coordinate,
  dimension,
  throughExpand,
  throughPad,
  throughPermute,
  throughReshape,
  throughSlice,
  throughWindows,
} from "./coordinate.ts";

const at = ({ offset, strides }: Affine, point: readonly number[]): number =>
  strides.reduce((sum, stride, dim) => sum + stride * point[dim], offset);

/** Every index of a shape, row-major. */
const indices = (shape: Shape): number[][] =>
  shape.reduce<number[][]>(
    (list, extent) => list.flatMap((index) => Array.from({ length: extent }, (_, i) => [...index, i])),
    [[]],
  );

const linear = (index: readonly number[], shape: Shape): number => {
  const strides = contiguousStrides(shape);
  return index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
};

/** An array read at every point of its own shape, some neighbouring axes as one run. */
const shaped = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  .chain((shape) =>
    fc.record({ shape: fc.constant(shape), cut: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }) }),
  )
  .map(({ shape, cut }) => {
    const runs: number[][] = [];
    shape.forEach((extent, axis) => {
      const run = runs.at(-1);
      if (run && cut[axis]) run.push(extent);
      else runs.push([extent]);
    });
    const space = runs.map(sizeOf);
    const coordinate: Coordinate = runs.map((run, dim) => ({ axes: run.length, index: dimension(runs.length, dim) }));
    return { shape, space, coordinate };
  });

/** Compares a coordinate of `shape` with the index arithmetic of the movement, at every point. */
const check = (
  { space, shape }: { space: Shape; shape: Shape },
  moved: Coordinate | undefined,
  from: Shape,
  source: (index: readonly number[]) => readonly number[],
): void => {
  if (!moved) return;
  const address = addressOf(moved, from, space.length);
  expect(moved.reduce((sum, { axes }) => sum + axes, 0)).toBe(from.length);
  const all = indices(shape);
  indices(space).forEach((point, position) => {
    expect(at(address, point)).toBe(linear(source(all[position]), from));
  });
};

describe("coordinates", () => {
  it("address every element of a contiguous array", () => {
    fc.assert(fc.property(shaped, (read) => check(read, read.coordinate, read.shape, (index) => index)));
  });

  it("go through every reshape", () => {
    const withTarget = shaped.chain((read) =>
      fc.record({ read: fc.constant(read), order: fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }) }),
    );
    fc.assert(
      fc.property(withTarget, ({ read, order }) => {
        const to: number[] = [];
        let rest = sizeOf(read.shape);
        for (const choice of order) {
          const divisors = Array.from({ length: rest }, (_, i) => i + 1).filter((divisor) => rest % divisor === 0);
          to.push(divisors[choice % divisors.length]);
          rest /= to[to.length - 1];
        }
        to.push(rest);
        const moved = throughReshape(read.coordinate, read.shape, to, read.space.length);
        const all = indices(to);
        check(read, moved, to, (index) => all[linear(index, read.shape)]);
      }),
    );
  });

  it("go through permutations, and always when no run is torn", () => {
    const ordered = shaped.chain((read) =>
      fc.record({
        read: fc.constant(read),
        order: fc.shuffledSubarray(
          read.shape.map((_, axis) => axis),
          { minLength: read.shape.length },
        ),
      }),
    );
    fc.assert(
      fc.property(ordered, ({ read, order }) => {
        const from: number[] = [];
        order.forEach((source, axis) => {
          from[source] = read.shape[axis];
        });
        const moved = throughPermute(read.coordinate, order);
        if (read.coordinate.every(({ axes }) => axes === 1)) expect(moved).toBeDefined();
        check(read, moved, from, (index) => from.map((_, source) => index[order.indexOf(source)]));
      }),
    );
  });

  it("go through expansion, and always when no run is mixed", () => {
    const repeated = shaped.chain((read) =>
      fc.record({ read: fc.constant(read), ones: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }) }),
    );
    fc.assert(
      fc.property(repeated, ({ read, ones }) => {
        const from = read.shape.map((extent, axis) => (ones[axis] ? 1 : extent));
        const moved = throughExpand(read.coordinate, from, read.shape, read.space.length);
        if (read.coordinate.every(({ axes }) => axes === 1)) expect(moved).toBeDefined();
        check(read, moved, from, (index) => index.map((i, axis) => (from[axis] === 1 ? 0 : i)));
      }),
    );
  });

  it("go through slices with any steps, and always when runs are single axes", () => {
    const cut = shaped.chain((read) =>
      fc.record({
        read: fc.constant(read),
        steps: fc.tuple(...read.shape.map(() => fc.constantFrom(1, 1, 2, -1, -2, 3))),
        before: fc.tuple(...read.shape.map(() => fc.nat(2))),
        after: fc.tuple(...read.shape.map(() => fc.nat(2))),
      }),
    );
    fc.assert(
      fc.property(cut, ({ read, steps, before, after }) => {
        const from = read.shape.map(
          (extent, axis) => before[axis] + (extent - 1) * Math.abs(steps[axis]) + 1 + after[axis],
        );
        const starts = steps.map((step, axis) => (step > 0 ? before[axis] : from[axis] - 1 - before[axis]));
        const moved = throughSlice(read.coordinate, from, read.shape, starts, steps);
        if (read.coordinate.every(({ axes }) => axes === 1)) expect(moved).toBeDefined();
        check(read, moved, from, (index) => index.map((i, axis) => starts[axis] + i * steps[axis]));
      }),
    );
  });

  it("go through padding with bounds that hold inside alone", () => {
    const widths = shaped.chain((read) =>
      fc.record({
        read: fc.constant(read),
        before: fc.tuple(...read.shape.map((extent) => fc.nat(extent - 1))),
        inner: fc.tuple(...read.shape.map(() => fc.nat(9))),
      }),
    );
    fc.assert(
      fc.property(widths, ({ read, before, inner }) => {
        const from = read.shape.map((extent, axis) => 1 + (inner[axis] % (extent - before[axis])));
        const padded = throughPad(read.coordinate, from, read.shape, before);
        if (read.coordinate.every(({ axes }) => axes === 1)) expect(padded).toBeDefined();
        if (!padded) return;
        const address = addressOf(padded.inside, from, read.space.length);
        const all = indices(read.shape);
        indices(read.space).forEach((point, position) => {
          const source = all[position].map((i, axis) => i - before[axis]);
          const expected = source.every((i, axis) => i >= 0 && i < from[axis]);
          const inside = padded.bounds.every(({ index, extent }) => at(index, point) >= 0 && at(index, point) < extent);
          expect(inside).toBe(expected);
          if (inside) expect(at(address, point)).toBe(linear(source, from));
        });
      }),
    );
  });

  it("go through windows to stride·position + dilation·tap", () => {
    const ways = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(shaped, ways, (read, [stride, dilation]) => {
        if (read.shape.length < 3) return;
        const [lead, positions, taps, ...rest] = read.shape;
        const from = [lead, (positions - 1) * stride + (taps - 1) * dilation + 1, ...rest];
        const moved = throughWindows(read.coordinate, 1, [stride], [dilation]);
        if (read.coordinate.every(({ axes }) => axes === 1)) expect(moved).toBeDefined();
        check(read, moved, from, ([n, o, k, ...others]) => [n, o * stride + k * dilation, ...others]);
      }),
    );
  });
});
