import { describe, expect, it } from "vitest";
import { inOrder } from "../graph/index.ts";
import { type Tensor, tensor } from "../tensor/index.ts";
import { grad } from "./index.ts";

const x = tensor(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
const kindsIn = (t: Tensor): string[] => inOrder([t.node]).map(({ operation }) => operation.kind);

describe("gradients of slices", () => {
  it("stand side by side where the slices fill their tensor, in any order", async () => {
    const f = (x: Tensor): Tensor => {
      const [a, b, c] = [x.slice(null, [0, 1]), x.slice(null, [1, 2]), x.slice(null, [2, 3])];
      return c.mul(10).sum().add(a.mul(a).sum()).add(b.mul(a).sum());
    };
    const gradient = grad(f)(x);
    expect(kindsIn(gradient)).toContain("assemble");
    expect(kindsIn(gradient)).not.toContain("pad");
    expect(await gradient.data()).toEqual(Float64Array.of(2 + 2, 1, 10, 8 + 5, 4, 10));
  });

  it("are spread where slices overlap, leave gaps, or cut other axes", async () => {
    const overlapping = (x: Tensor): Tensor =>
      x
        .slice(null, [0, 2])
        .sum()
        .add(x.slice(null, [1, 3]).mul(2).sum());
    expect(await grad(overlapping)(x).data()).toEqual(Float64Array.of(1, 3, 2, 1, 3, 2));
    const withGap = (x: Tensor): Tensor =>
      x
        .slice(null, [0, 1])
        .sum()
        .add(x.slice(null, [2, 3]).mul(2).sum());
    expect(await grad(withGap)(x).data()).toEqual(Float64Array.of(1, 0, 2, 1, 0, 2));
    const crossed = (x: Tensor): Tensor =>
      x
        .slice(0)
        .sum()
        .add(x.slice(null, [1, 3]).mul(2).sum());
    expect(await grad(crossed)(x).data()).toEqual(Float64Array.of(1, 3, 3, 0, 2, 2));
    const both = (x: Tensor): Tensor =>
      x
        .slice([0, 1], [0, 2])
        .sum()
        .add(x.slice([1, 2]).mul(2).sum());
    expect(await grad(both)(x).data()).toEqual(Float64Array.of(1, 1, 0, 2, 2, 2));
  });

  it("add to other gradients, and to each other for the same slice", async () => {
    const f = (x: Tensor): Tensor => {
      const [a, b] = [x.slice(0), x.slice(1)];
      return a.mul(b).sum().add(x.slice(0).mul(3).sum()).add(x.square().sum());
    };
    expect(await grad(f)(x).data()).toEqual(Float64Array.of(4 + 3 + 2, 5 + 3 + 4, 6 + 3 + 6, 1 + 8, 2 + 10, 3 + 12));
  });
});
