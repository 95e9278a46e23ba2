import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { sizeOf } from "../graph/index.ts";
import {
  averagePool2d,
  conv2d,
  conv2dTranspose,
  type DeviceName,
  maxPool2d,
  type Tensor,
  tensor,
  useDevice,
} from "../tensor/index.ts";
import { randomConvolution } from "../tensor/testing/random-convolution.ts";
import { hvp, jvp, valueAndGrad, vjp } from "./index.ts";

/** Numbers in [−1, 1] in a random order, all apart, so that no maximum is near another. */
const spread = (shape: readonly number[], seed: number): Float64Array => {
  const size = sizeOf(shape);
  const step = [7919, 104729, 1299709].find((prime) => size % prime !== 0) ?? 1;
  return Float64Array.from({ length: size }, (_, index) => ((((index + seed) * step) % size) + 0.31) / size - 0.5).map(
    (value) => 2 * value,
  );
};

const dot = (a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number =>
  a.reduce((sum, list, i) => sum + Array.from(list).reduce((part, value, j) => part + value * b[i][j], 0), 0);

const read = (tensors: readonly Tensor[]) => Promise.all(tensors.map((each) => each.data()));

const near = (found: number, expected: number, tolerance: number): void =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));

type Mapping = (inputs: readonly Tensor[]) => Tensor;

/** Checks first and second derivatives of a map along random directions, forwards and backwards. */
const expectDerivatives = async (
  f: Mapping,
  shapes: readonly (readonly number[])[],
  seed: number,
  step = 1e-5,
): Promise<void> => {
  const x = shapes.map((shape, i) => spread(shape, seed + i));
  const v = shapes.map((shape, i) => spread(shape, 3 * seed + i + 5).map((value) => Math.sin(9 * value)));
  const make = (lists: readonly Float64Array[]) => lists.map((list, i) => tensor(list, shapes[i]));
  const { shape } = f(make(x));
  const u = tensor(spread(shape, seed + 11), shape);
  const at = (way: number) => make(x.map((list, i) => list.map((value, j) => value + way * v[i][j])));
  const loss = (inputs: readonly Tensor[]) => f(inputs).mul(u).sum();
  const slope = ((await loss(at(step)).item()) - (await loss(at(-step)).item())) / (2 * step);
  const pulled = await read(vjp(f, make(x)).pullback(u));
  near(dot(pulled, v), slope, 1e-7);
  const pushed = await jvp(f, make(x), make(v)).tangent.data();
  near(dot([pushed], [await u.data()]), dot(pulled, v), 1e-11);

  const curved = (inputs: readonly Tensor[]) => f(inputs).sin().mul(u).sum();
  const product = await read(hvp(curved, make(x), make(v)));
  const [after, before] = await Promise.all([step, -step].map((way) => read(valueAndGrad(curved)(at(way)).gradient)));
  product.forEach((list, i) => {
    list.forEach((value, j) => {
      near(value, (after[i][j] - before[i][j]) / (2 * step), 3e-7);
    });
  });
};

describe.each<DeviceName>(["reference", "wasm"])("derivatives on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("of convolutions are those of finite differences, with any strides, padding, dilation and groups", async () => {
    await fc.assert(
      fc.asyncProperty(randomConvolution, fc.nat(1000), async ({ x, filters, ...options }, seed) => {
        await expectDerivatives(([a, b]) => conv2d(a, b, options), [x.shape, filters.shape], seed);
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  it("of transposed convolutions are those of finite differences", async () => {
    await fc.assert(
      fc.asyncProperty(randomConvolution, fc.nat(1000), async ({ x, filters, strides, dilation, groups }, seed) => {
        const [rows, columns, inner, outputs] = filters.shape;
        const shapes = [
          [...x.shape.slice(0, 3), outputs],
          [rows, columns, outputs, inner],
        ];
        const padding = seed % 2 === 0 ? "same" : "valid";
        await expectDerivatives(
          ([a, b]) => conv2dTranspose(a, b, { strides, dilation, groups, padding }),
          shapes,
          seed,
        );
      }),
      { numRuns: 25, seed: 5 },
    );
  });

  it("of pooling are those of finite differences", async () => {
    const pair = (least: number, most: number) =>
      fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));
    const pools = fc.record({
      extents: pair(1, 6),
      window: pair(1, 4),
      strides: pair(1, 4),
      padding: fc.integer({ min: 0, max: 2 }),
      channels: fc.integer({ min: 1, max: 3 }),
      countPadding: fc.boolean(),
      seed: fc.nat(1000),
    });
    const fitting = pools.filter(
      ({ extents, window, padding }) =>
        extents.every((extent, axis) => extent + 2 * padding >= window[axis]) && padding < Math.min(...window),
    );
    await fc.assert(
      fc.asyncProperty(fitting, async ({ extents, window, channels, countPadding, seed, ...options }) => {
        const shape = [2, ...extents, channels];
        await expectDerivatives(([x]) => maxPool2d(x, window, options), [shape], seed, 1e-6);
        await expectDerivatives(([x]) => averagePool2d(x, window, { ...options, countPadding }), [shape], seed);
      }),
      { numRuns: 20, seed: 6 },
    );
  });

  it.each([
    { image: [1, 29, 31, 3], filter: [5, 5, 3, 4], options: { padding: "same", strides: 2 } },
    { image: [127, 4, 3, 2], filter: [3, 3, 2, 3], options: { padding: 1 } },
    { image: [2, 3, 3, 1], filter: [7, 7, 1, 2], options: { padding: 3 } },
    { image: [2, 11, 9, 2], filter: [2, 2, 2, 3], options: { strides: [5, 4] } },
    { image: [3, 7, 7, 5], filter: [3, 3, 1, 10], options: { groups: 5, padding: "same" } },
  ] as const)("of images $image and filters $filter with $options are right to the last digits", async (use) => {
    const x = tensor(spread(use.image, 1), use.image);
    const w = tensor(spread(use.filter, 2), use.filter);
    const f = ([a, b]: readonly Tensor[]) => conv2d(a, b, use.options);
    const u = tensor(spread(f([x, w]).shape, 3), f([x, w]).shape);
    // The map is linear in each of its arguments: its slope along one of them is its value there.
    const [dx, dw] = await read(vjp(f, [x, w]).pullback(u));
    const value = await f([x, w]).mul(u).sum().item();
    near(dot([dx], [await x.data()]), value, 1e-11);
    near(dot([dw], [await w.data()]), value, 1e-11);
    const one = Float64Array.from(dx).map((_, index) => (index % 13 === 5 ? 1 : 0));
    const picked = await f([tensor(one, use.image), w])
      .mul(u)
      .sum()
      .item();
    near(dot([dx], [one]), picked, 1e-11);
  });

  it("of maxima go to the first of equal ones, in rows first", async () => {
    const slope = async (values: readonly number[], shape: readonly number[], f: (x: Tensor) => Tensor) => [
      ...(await valueAndGrad((x: Tensor) => f(x).sum())(tensor(values, shape, "float64")).gradient.data()),
    ];
    expect(await slope([2, 1, 2, 2], [1, 2, 2, 1], (x) => maxPool2d(x, 2))).toEqual([1, 0, 0, 0]);
    expect(await slope([1, 2, 2, 2], [1, 2, 2, 1], (x) => maxPool2d(x, 2))).toEqual([0, 1, 0, 0]);
    // Windows [5, 5], [5, 1] and [1, 5] along a row.
    expect(await slope([5, 5, 1, 5], [1, 1, 4, 1], (x) => maxPool2d(x, [1, 2], { strides: 1 }))).toEqual([1, 1, 0, 1]);
    // Padding is never a maximum.
    expect(await slope([-3, -4], [1, 1, 2, 1], (x) => maxPool2d(x, [1, 2], { strides: 1, padding: [0, 1] }))).toEqual([
      2, 1,
    ]);
  });
});
