import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldOffsets } from "../devices/fold-offsets.ts";
import { input, type Node, permute, reshape, sizeOf, slice, windowSpan, windowsOf } from "../graph/index.ts";
import { expandTo } from "../graph/movement.ts";
import { foldedViewOf } from "./folds.ts";
import { type Item, programOf } from "./items.ts";
import { isContiguous, viewOf } from "./views.ts";

/** A chain of movements over the values 0, 1, 2, … with the values it shows. */
interface Moved {
  node: Node;
  values: number[];
}

const indexOf = (shape: readonly number[], position: number): number[] => {
  const index: number[] = [];
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return index;
};
const positionOf = (shape: readonly number[], index: readonly number[]): number =>
  shape.reduce((position, extent, axis) => position * extent + index[axis], 0);

/** Values of a movement, each found by its own index arithmetic. */
const shown = ({ node, values }: Moved, next: Node): Moved => {
  const { operation, shape } = next;
  if (next === node) return { node, values };
  const source = (index: number[]): number[] => {
    if (operation.kind === "permute") return node.shape.map((_, axis) => index[operation.order.indexOf(axis)]);
    if (operation.kind === "slice") return index.map((i, axis) => operation.starts[axis] + i * operation.steps[axis]);
    if (operation.kind === "windows") {
      const count = operation.strides.length;
      const places = operation.strides.map(
        (stride, axis) => index[1 + axis] * stride + index[1 + count + axis] * operation.dilations[axis],
      );
      return [index[0], ...places, ...index.slice(1 + 2 * count)];
    }
    if (operation.kind === "expand") return index.map((i, axis) => (node.shape[axis] === 1 ? 0 : i));
    throw new Error(operation.kind);
  };
  const moved = Array.from({ length: sizeOf(shape) }, (_, position) =>
    operation.kind === "reshape" ? values[position] : values[positionOf(node.shape, source(indexOf(shape, position)))],
  );
  return { node: next, values: moved };
};

const step = (moved: Moved, [kind, ...choices]: readonly number[]): Moved => {
  const { shape } = moved.node;
  const choice = (axis: number): number => choices[axis % choices.length];
  if (kind === 0) {
    const left = shape.map((_, axis) => axis);
    return shown(
      moved,
      permute(
        moved.node,
        shape.map((_, axis) => left.splice(choice(axis) % left.length, 1)[0]),
      ),
    );
  }
  if (kind === 1) {
    const ranges = shape.map((extent, axis) => {
      const start = choice(axis) % extent;
      const backwards = choice(axis + 1) % 2 === 0;
      return { start, count: backwards ? start + 1 : extent - start, step: backwards ? -1 : 1 };
    });
    return shown(moved, slice(moved.node, ranges));
  }
  if (kind === 2) {
    return shown(
      moved,
      expandTo(
        moved.node,
        shape.map((extent, axis) => (extent === 1 ? 1 + (choice(axis) % 3) : extent)),
      ),
    );
  }
  if (kind === 3 && shape.length > 1) {
    const dilation = 1 + (choice(0) % 2);
    const taps = 1 + (choice(1) % Math.ceil(shape[1] / dilation));
    const positions = shape[1] - windowSpan(taps, dilation) + 1;
    return shown(moved, windowsOf(moved.node, [{ stride: 1, dilation, before: 0 }], [positions], [taps]));
  }
  const [first, second = 1, ...rest] = shape;
  const joined = choice(0) % 2 === 0 ? [first * second, ...rest] : [...shape.slice(0, -1), 1, shape[shape.length - 1]];
  // The reshape of a reshape skips the one between: give it values of the source as they are.
  return { node: reshape(moved.node, joined), values: moved.values };
};

describe("viewOf", () => {
  it("finds every element of movements of an array where index arithmetic does", () => {
    let deep = 0;
    const steps = fc.array(fc.tuple(fc.nat(4), fc.nat(9), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 3 }), steps, (shape, list) => {
        let moved: Moved = {
          node: input(0, shape, "float32"),
          values: Array.from({ length: sizeOf(shape) }, (_, i) => i),
        };
        for (const entry of list) if (sizeOf(moved.node.shape) < 500) moved = step(moved, entry);
        // A reshape may need a copy: what lies below the base is checked by the copy's own view.
        const program = programOf([moved.node]);
        const item = program.items.findLast(
          (candidate) =>
            `${candidate.shape}` === `${moved.node.shape}` && candidate.operation.kind === moved.node.operation.kind,
        );
        if (!item) return;
        const isInput = ({ operation }: Item) => operation.kind === "input";
        const folded = foldedViewOf(item, isInput);
        if (folded.base.operation.kind !== "input") return;
        const places = folded.axes.map((folds) => foldOffsets(folds));
        expect(places.map(({ length }) => length)).toEqual(item.shape);
        expect(
          moved.values.map((_, position) =>
            indexOf(item.shape, position).reduce((sum, i, axis) => sum + places[axis][i], folded.offset),
          ),
        ).toEqual(moved.values);
        const { base, offset, strides } = viewOf(item, isInput);
        if (base.operation.kind !== "input") return;
        deep++;
        const found = moved.values.map((_, position) =>
          indexOf(item.shape, position).reduce((sum, i, axis) => sum + i * strides[axis], offset),
        );
        expect(found).toEqual(moved.values);
      }),
      { numRuns: 300 },
    );
    expect(deep).toBeGreaterThan(100);
  });

  it("stops at what is stored and at what must be computed", () => {
    const x = input(0, [2, 3], "float32");
    const program = programOf([permute(x, [1, 0])]);
    const item = program.items.find(({ operation }) => operation.kind === "permute") ?? program.items[0];
    expect(viewOf(item, (candidate) => candidate === item)).toEqual({ base: item, offset: 0, strides: [2, 1] });
    expect(viewOf(item, () => false).strides).toEqual([1, 3]);
  });
});

describe("isContiguous", () => {
  it("ignores axes of extent 1", () => {
    const [item] = programOf([input(0, [6], "float32")]).items;
    expect(isContiguous({ base: item, offset: 0, strides: [0, 3, 1] }, [1, 2, 3])).toBe(true);
    expect(isContiguous({ base: item, offset: 0, strides: [1, 2] }, [2, 3])).toBe(false);
  });
});
