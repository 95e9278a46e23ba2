import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import * as graph from "../graph/index.ts";
import { concat, gelu, logSumExp, softmax, stopGradient, Tensor, tensor, useDevice, where } from "../tensor/index.ts";
import { hvp, jvp, valueAndGrad, vjp } from "./index.ts";

interface Case {
  readonly f: (inputs: readonly Tensor[]) => Tensor;
  readonly shapes: readonly (readonly number[])[];
  /** Where inputs lie; away from kinks and poles. */
  readonly low?: number;
  readonly high?: number;
}

const on = (f: Case["f"], shapes: Case["shapes"], low?: number, high?: number): Case => ({ f, shapes, low, high });
const indices = tensor(Int32Array.of(2, 0, 2, 1));

/** Every rule, with operands that broadcast where they may; values within a case are far enough apart. */
const cases: Record<string, Case> = {
  add: on(([a, b]) => a.add(b), [[2, 3], [3]]),
  sub: on(
    ([a, b]) => a.sub(b),
    [
      [2, 3],
      [2, 1],
    ],
  ),
  mul: on(([a, b]) => a.mul(b), [[2, 3], [3]]),
  div: on(
    ([a, b]) => a.div(b),
    [
      [2, 3],
      [2, 1],
    ],
    0.5,
    2,
  ),
  pow: on(([a, b]) => a.pow(b), [[2, 3], [3]], 0.5, 2),
  "pow of a negative base": on(([a]) => a.pow(3), [[4]], -2, -0.5),
  max: on(([a, b]) => a.maximum(b), [[2, 3], [3]]),
  min: on(
    ([a, b]) => a.minimum(b),
    [
      [2, 3],
      [2, 1],
    ],
  ),
  neg: on(([a]) => a.neg(), [[4]]),
  abs: on(([a]) => a.abs().mul(a), [[5]]),
  sqrt: on(([a]) => a.sqrt(), [[4]], 0.5, 2),
  relu: on(([a]) => a.relu().mul(a), [[6]]),
  sigmoid: on(([a]) => a.sigmoid(), [[4]]),
  exp: on(([a]) => a.exp(), [[4]]),
  log: on(([a]) => a.log(), [[4]], 0.5, 2),
  expm1: on(([a]) => a.expm1(), [[4]]),
  log1p: on(([a]) => a.log1p(), [[4]], -0.5, 2),
  sin: on(([a]) => a.sin(), [[4]]),
  cos: on(([a]) => a.cos(), [[4]]),
  tanh: on(([a]) => a.tanh(), [[4]]),
  erf: on(([a]) => a.erf(), [[4]]),
  select: on(([a, b, c]) => where(a.gt(b), a.mul(c), b.square()), [[2, 3], [3], [2, 1]]),
  convert: on(([a]) => a.toType("float32").toType("float64").square(), [[3]]),
  alias: on(([a]) => new Tensor(graph.alias(a.node)).square(), [[3]]),
  reshape: on(([a]) => a.reshape([3, 2]).square().reshape([6]), [[2, 3]]),
  permute: on(([a]) => a.permute([2, 0, 1]).square(), [[2, 3, 2]]),
  expand: on(([a]) => a.expand([2, 3, 2]).square(), [[3, 1]]),
  slice: on(([a]) => a.slice([1, null, 2], [null, 1]).square(), [[5, 3]]),
  "slice backwards": on(([a]) => a.slice([null, null, -2], [2, 0, -1]).square(), [[5, 3]]),
  "slice that stops before the end of a stride": on(([a]) => a.slice([0, 5, 3]).square(), [[8]]),
  pad: on(
    ([a]) =>
      a
        .pad(
          [
            [1, 0],
            [0, 2],
          ],
          3,
        )
        .square(),
    [[2, 3]],
  ),
  "reduce sum": on(([a]) => a.sum([0, 2]).square(), [[2, 3, 2]]),
  "reduce max": on(([a]) => a.max(1).square(), [[3, 4]]),
  "reduce min": on(([a]) => a.min([0, 1]).square(), [[2, 3]]),
  cumsum: on(([a]) => a.cumsum(1).square(), [[2, 4]]),
  matmul: on(
    ([a, b]) => a.matmul(b),
    [
      [2, 3],
      [3, 2],
    ],
  ),
  "matmul of a batch and one matrix": on(
    ([a, b]) => a.matmul(b).square(),
    [
      [2, 2, 3],
      [3, 2],
    ],
  ),
  "matmul of batches that broadcast": on(
    ([a, b]) => a.matmul(b).square(),
    [
      [2, 1, 2, 2],
      [3, 2, 1],
    ],
  ),
  assemble: on(
    ([a, b]) => concat([a, b.square(), a], 1).square(),
    [
      [2, 1],
      [2, 2],
    ],
  ),
  "assemble with gaps": on(
    ([a, b]) => new Tensor(graph.assemble([a.exp().node, b.node], 0, [1, 4], 7)).add(1).square(),
    [[2], [3]],
  ),
  gather: on(([a]) => a.gather(indices, 1).square(), [[2, 3]]),
  scatterAdd: on(([a]) => new Tensor(graph.scatterAdd(a.node, indices.node, 0, 4)).square(), [[4, 2]]),
  softmax: on(([a]) => softmax(a), [[2, 3]]),
  "log of a sum of exponentials": on(([a]) => logSumExp(a, 1), [[2, 3]]),
  gelu: on(([a]) => gelu(a), [[4]]),
  variance: on(([a]) => a.variance(1), [[2, 4]]),
};

/** Numbers over [low, high] in random order, so far apart that no kink is near. */
const spread = (seed: number, count: number, low: number, high: number): number[] => {
  const order = Array.from({ length: count }, (_, i) => i);
  let word = seed + 1;
  for (let i = count - 1; i > 0; i--) {
    word = (Math.imul(word, 1103515245) + 12345) & 0x7fffffff;
    const j = word % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.map((at) => low + ((at + 0.31) / count) * (high - low));
};

const inputsOf = ({ shapes, low = -1.5, high = 1.5 }: Case, seed: number): Float64Array[] => {
  const sizes = shapes.map(graph.sizeOf);
  const all = spread(
    seed,
    sizes.reduce((a, b) => a + b),
    low,
    high,
  );
  return sizes.map((size) => Float64Array.from(all.splice(0, size)));
};

const dot = (a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number =>
  a.reduce((sum, list, i) => sum + Array.from(list).reduce((part, value, j) => part + value * b[i][j], 0), 0);

const near = (found: number, expected: number, tolerance: number): void =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));

const read = (tensors: readonly Tensor[]) => Promise.all(tensors.map((each) => each.data()));

describe.each(Object.entries(cases))("the gradient of %s", (_, use) => {
  beforeAll(() => useDevice("reference"));
  const make = (values: readonly Float64Array[]) => values.map((list, i) => tensor(list, use.shapes[i]));
  // float32 in the middle makes differences coarse only on devices that round; the reference does not.
  const step = 1e-5;

  it("is that of finite differences, forwards and backwards, once and twice", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), async (seed) => {
        const x = inputsOf(use, seed);
        const v = x.map((list, i) => Float64Array.from(spread(seed + i, list.length, -1, 1)));
        const shape = use.f(make(x)).shape;
        const u = tensor(Float64Array.from(spread(seed, graph.sizeOf(shape), -1, 1)), shape);
        const loss = (inputs: readonly Tensor[]) => use.f(inputs).mul(u).sum();
        const at = (way: number) => make(x.map((list, i) => list.map((value, j) => value + way * v[i][j])));

        const gradient = await read(valueAndGrad(loss)(make(x)).gradient);
        const slope = ((await loss(at(step)).item()) - (await loss(at(-step)).item())) / (2 * step);
        near(dot(gradient, v), slope, 3e-8);

        const pulled = await read(vjp(use.f, make(x)).pullback(u));
        near(dot(pulled, v), slope, 3e-8);
        const pushed = jvp(use.f, make(x), make(v));
        expect(dot([await pushed.tangent.data()], [await u.data()])).toBeCloseTo(dot(pulled, v), 11);
        expect(await pushed.value.data()).toEqual(await use.f(make(x)).data());

        const product = await read(hvp(loss, make(x), make(v)));
        const [after, before] = await Promise.all(
          [step, -step].map((way) => read(valueAndGrad(loss)(at(way)).gradient)),
        );
        product.forEach((list, i) => {
          list.forEach((value, j) => {
            near(value, (after[i][j] - before[i][j]) / (2 * step), 3e-7);
          });
        });
      }),
      { numRuns: 4 },
    );
  });

  it("is right in every element", async () => {
    const x = inputsOf(use, 5);
    const loss = (inputs: readonly Tensor[]) => use.f(inputs).sin().sum();
    const gradient = await read(valueAndGrad(loss)(make(x)).gradient);
    for (const [i, list] of x.entries()) {
      for (const j of list.keys()) {
        const moved = (way: number) =>
          make(x.map((each, k) => (k === i ? each.map((value, l) => (l === j ? value + way : value)) : each)));
        const slope = ((await loss(moved(step)).item()) - (await loss(moved(-step)).item())) / (2 * step);
        near(gradient[i][j], slope, 3e-8);
      }
    }
  });
});

describe("gradients at kinks and edges", () => {
  beforeAll(() => useDevice("reference"));
  const slope = async (f: (x: Tensor) => Tensor, ...at: number[]) => [
    ...(await valueAndGrad((x: Tensor) => f(x).sum())(tensor(at, [at.length], "float64")).gradient.data()),
  ];

  it("share ties", async () => {
    expect(await slope((x) => x.maximum(1), 1, 2, 0)).toEqual([0.5, 1, 0]);
    expect(await slope((x) => x.minimum(1), 1, 2, 0)).toEqual([0.5, 0, 1]);
    expect(await slope((x) => x.max(), 3, 1, 3)).toEqual([0.5, 0, 0.5]);
    expect(await slope((x) => x.min(), 3, 1, 1, 1)).toEqual([0, 1 / 3, 1 / 3, 1 / 3]);
    expect(await slope((x) => x.abs(), 0, -2, 2)).toEqual([0, -1, 1]);
    expect(await slope((x) => x.relu(), 0, -1, 1)).toEqual([0, 0, 1]);
  });

  it("of powers are finite where the power is smooth", async () => {
    expect(await slope((x) => x.pow(2), 0, -3)).toEqual([0, -6]);
    expect(await slope((x) => x.pow(3), 0, -1)).toEqual([0, 3]);
    expect(await slope((x) => x.pow(1), 0, 4)).toEqual([1, 1]);
    expect(await slope((x) => x.pow(0), 0, 2)).toEqual([0, 0]);
    expect(await slope((x) => x.sqrt(), 0, 4)).toEqual([Number.POSITIVE_INFINITY, 0.25]);
    const two = tensor([0, 2], [2], "float64");
    // d 0ᵇ/db is taken as 0.
    expect(await slope((x) => two.pow(x), 2, 3)).toEqual([0, 8 * Math.LN2]);
  });

  it("do not flow through steps, comparisons, integers and constants", async () => {
    expect(await slope((x) => x.floor().add(x.round()), 0.4, 1.6)).toEqual([0, 0]);
    expect(await slope((x) => x.gt(1).mul(x), 0.5, 2)).toEqual([0, 1]);
    expect(await slope((x) => x.toType("int32").mul(x), 2.7)).toEqual([2]);
    expect(await slope((x) => stopGradient(x).mul(x), 3)).toEqual([3]);
    expect(await slope((x) => x.cumsum(0).argmax(0).toType("float64"), 1, 2)).toEqual([0, 0]);
  });

  it("of sums longer than a chunk are ones", async () => {
    const gradient = valueAndGrad((x: Tensor) => x.sum())(tensor(new Float64Array(40_000))).gradient;
    expect(await gradient.min().item()).toBe(1);
    expect(await gradient.max().item()).toBe(1);
  });
});
