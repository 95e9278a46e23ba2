import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contiguousStrides } from "../graph/shape.ts";
import type { Affine } from "./coordinate.ts";
import { mergedDimensions } from "./dimensions.ts";

/** Addresses an affine index visits, in the order of the loops. */
const visited = ({ offset, strides }: Affine, extents: readonly number[]): number[] =>
  extents.reduce<number[]>(
    (list, extent, dim) =>
      list.flatMap((address) => Array.from({ length: extent }, (_, i) => address + i * strides[dim])),
    [offset],
  );

const drafted = fc
  .record({
    extents: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
    reduced: fc.boolean(),
    masks: fc.array(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), { maxLength: 3 }),
    reversed: fc.boolean(),
    indexed: fc.option(fc.nat(3)),
  })
  .map(({ extents, reduced, masks, reversed, indexed }) => {
    const strides = contiguousStrides(extents);
    const inputs = masks.map((mask) => ({
      offset: 3,
      strides: strides.map((stride, dim) => (mask[dim] ? stride : 0)),
    }));
    const parallel = reduced ? extents.length - 1 : extents.length;
    const own = contiguousStrides(extents.slice(0, parallel));
    const rows = extents.map((_, dim) => (dim < parallel ? own[dim] : 0));
    return {
      extents,
      parallel,
      inputs: reversed ? [...inputs, { offset: 0, strides: [...rows].reverse() }] : inputs,
      outputs: [{ offset: 0, strides: rows }],
      indexed: new Set(indexed !== null && indexed < extents.length ? [indexed] : []),
      sequential: false,
      exact: false,
    };
  });

describe("mergedDimensions", () => {
  it("visits the same addresses in the same order", () => {
    fc.assert(
      fc.property(drafted, (draft) => {
        const merged = mergedDimensions(draft);
        draft.inputs.forEach((affine, input) => {
          expect(visited(merged.inputs[input], merged.extents)).toEqual(visited(affine, draft.extents));
        });
        expect(visited(merged.outputs[0], merged.extents)).toEqual(visited(draft.outputs[0], draft.extents));
        expect(merged.parallel).toBeGreaterThan(0);
        for (const dim of draft.indexed)
          if (draft.extents[dim] > 1) expect(merged.extents[merged.numbers[dim]]).toBe(draft.extents[dim]);
      }),
    );
  });

  const options = { indexed: new Set<number>(), sequential: false, exact: false };

  it("makes one loop of a contiguous chain", () => {
    const whole = { offset: 0, strides: [256, 1] };
    const merged = mergedDimensions({
      ...options,
      extents: [128, 256],
      parallel: 2,
      inputs: [whole, whole],
      outputs: [whole],
    });
    expect(merged).toMatchObject({ extents: [32768], parallel: 1, vector: "parallel" });
    expect([merged.lane(0), merged.lane(1)]).toEqual([1, 1]);
  });

  it("keeps a broadcast row apart, and all dimensions of a product's finish", () => {
    const whole = { offset: 0, strides: [256, 1] };
    const row = { offset: 0, strides: [0, 1] };
    const drafted = { ...options, extents: [128, 256], parallel: 2, inputs: [whole, row], outputs: [whole] };
    expect(mergedDimensions(drafted).extents).toEqual([128, 256]);
    expect(mergedDimensions({ ...drafted, inputs: [whole], exact: true }).extents).toEqual([128, 256]);
  });

  it("lays vectors along contiguous rows, and across columns", () => {
    const reduce = { ...options, extents: [64, 32], parallel: 1, outputs: [{ offset: 0, strides: [1, 0] }] };
    expect(mergedDimensions({ ...reduce, inputs: [{ offset: 0, strides: [32, 1] }] }).vector).toBe("reduced");
    expect(mergedDimensions({ ...reduce, inputs: [{ offset: 0, strides: [1, 64] }] }).vector).toBe("parallel");
  });

  it("lays them where arrays are read by vectors, though what has one value a row lies along rows", () => {
    const whole = { offset: 0, strides: [1, 64] };
    const value = { offset: 0, strides: [0, 1] };
    const outputs = [{ offset: 0, strides: [1, 0] }];
    const inputs = [whole, value, value, value];
    expect(mergedDimensions({ ...options, extents: [64, 32], parallel: 1, inputs, outputs }).vector).toBe("parallel");
  });
});
