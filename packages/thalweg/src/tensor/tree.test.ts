import { describe, expect, it } from "vitest";
import { tensor } from "./constructors.ts";
import { flatten, pathsOf, sameForm, type Tree, unflatten } from "./tree.ts";

const [a, b, c] = [tensor([1]), tensor([2]), tensor([3])];

describe("trees", () => {
  it("flatten by name, whatever the order of writing", () => {
    expect(flatten({ z: a, a: [b, c] })).toEqual([b, c, a]);
    expect(pathsOf({ z: a, a: [b, { k: c }] })).toEqual(["a/0", "a/1/k", "z"]);
    expect(pathsOf(a)).toEqual([""]);
  });
  it("come back in the same form", () => {
    const tree = { z: a, a: [b, { k: c }] };
    expect(unflatten(tree, flatten(tree))).toEqual(tree);
    expect(unflatten(a, [c])).toBe(c);
  });
  it("keep lists longer than ten in order", () => {
    const list = Array.from({ length: 12 }, (_, index) => tensor([index]));
    expect(flatten(list)).toEqual(list);
  });
  it("have one form where names, lists, shapes and dtypes agree", () => {
    const tree = { z: a, a: [b, { k: c }] };
    expect(sameForm(tree, { a: [a, { k: b }], z: c })).toBe(true);
    expect(sameForm(a, b)).toBe(true);
    const others: readonly Tree[] = [
      a,
      { z: a },
      { ...tree, y: a },
      { z: a, a: [b] },
      { z: a, a: [b, [c]] },
      { z: a, a: [b, { l: c }] },
    ];
    const retyped: readonly Tree[] = [
      { ...tree, z: tensor(1) },
      { ...tree, z: tensor(Int32Array.of(1)) },
    ];
    for (const other of [...others, ...retyped]) {
      expect([sameForm(tree, other), sameForm(other, tree)]).toEqual([false, false]);
    }
  });
  it("take as many tensors as they have", () => {
    expect(() => unflatten([a, b], [a, b, c])).toThrow("a tree of 2 tensors cannot take 3");
  });
});
