import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { conv1d, conv1dTranspose, conv2d, conv2dTranspose } from "./convolution.ts";
import { type DeviceName, tensor, useDevice, zeros } from "./index.ts";
import { directConvolution, directTranspose, type Values, type Way } from "./testing/direct-convolution.ts";
import { randomConvolution } from "./testing/random-convolution.ts";

const make = ({ data, shape }: Values) => tensor(data, shape);
const waysOf = (strides: readonly number[], dilation: readonly number[], before: readonly number[]): Way[] =>
  strides.map((stride, axis) => ({ stride, dilation: dilation[axis], before: before[axis] }));

describe.each<DeviceName>(["reference", "wasm"])("convolutions on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("are what their definition says, with any strides, padding, dilation and groups", async () => {
    await fc.assert(
      fc.asyncProperty(randomConvolution, async ({ x, filters, groups, ...options }) => {
        const y = conv2d(make(x), make(filters), { ...options, groups });
        const before = options.padding.map(([first]) => first);
        const ways = waysOf(options.strides, options.dilation, before);
        const expected = directConvolution(x, filters, ways, groups, y.shape.slice(1, 3));
        expect(y.shape).toEqual(expected.shape);
        expect(await y.data()).toEqual(expected.data);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("transposed are what their definition says", async () => {
    await fc.assert(
      fc.asyncProperty(randomConvolution, async ({ x, filters, groups, ...options }) => {
        // x as the output of the convolution: its channels are the filters' last axis.
        const [height, width] = x.shape.slice(1, 3);
        const [rows, columns, inner, outputs] = filters.shape;
        const swapped = { shape: [rows, columns, outputs, inner], data: filters.data };
        const small = {
          shape: [x.shape[0], height, width, outputs],
          data: Float64Array.from({ length: x.shape[0] * height * width * outputs }, (_, index) => (index % 7) - 3),
        };
        const padding = options.padding.map(([first, last], axis) => {
          const reach = ([height, width][axis] - 1) * options.strides[axis];
          return [Math.min(first, reach), first <= reach ? Math.min(last, reach - first) : 0] as const;
        });
        const y = conv2dTranspose(make(small), make(swapped), { ...options, padding, groups });
        const ways = waysOf(
          options.strides,
          options.dilation,
          padding.map(([first]) => first),
        );
        const expected = directTranspose(small, swapped, ways, groups, y.shape.slice(1, 3));
        expect(y.shape).toEqual(expected.shape);
        expect(await y.data()).toEqual(expected.data);
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it.each([
    [[1, 29, 31, 3], [5, 3, 3, 8], { strides: 2, padding: 1 }],
    [[127, 5, 3, 2], [3, 3, 1, 4], { padding: "same", groups: 2 }],
    [[2, 3, 3, 1], [7, 7, 1, 2], { padding: 3 }],
    [[2, 13, 9, 2], [2, 2, 2, 3], { strides: [5, 4] }],
    [[3, 8, 8, 5], [3, 3, 1, 5], { groups: 5, padding: "same", strides: 2 }],
    [[2, 8, 8, 8], [1, 1, 8, 4], {}],
  ] as const)("of odd sizes: %j with filters %j and %j", async (xShape, filterShape, options) => {
    const wave = (shape: readonly number[], pace: number): Values => ({
      shape,
      data: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, index) => Math.sin(index * pace)),
    });
    const [x, filters] = [wave(xShape, 0.7), wave(filterShape, 1.3)];
    const y = conv2d(make(x), make(filters), options);
    const { strides = 1, padding = 0, groups = 1 }: { strides?: unknown; padding?: unknown; groups?: number } = options;
    const steps = Array.isArray(strides) ? strides : [Number(strides), Number(strides)];
    const before = [0, 1].map((axis) => {
      if (padding !== "same") return Number(padding);
      const reach = (Math.ceil(xShape[axis + 1] / steps[axis]) - 1) * steps[axis] + filterShape[axis];
      return Math.floor(Math.max(reach - xShape[axis + 1], 0) / 2);
    });
    const expected = directConvolution(x, filters, waysOf(steps, [1, 1], before), groups, y.shape.slice(1, 3));
    const actual = await y.data();
    expected.data.forEach((value, index) => {
      expect(Math.abs(actual[index] - value)).toBeLessThan(1e-12);
    });
    const rounded = await conv2d(make(x).toType("float32"), make(filters).toType("float32"), options).data();
    expected.data.forEach((value, index) => {
      expect(Math.abs(rounded[index] - value)).toBeLessThan(1e-4);
    });
  });

  it("along time are worked out by hand", async () => {
    const x = tensor([1, 2, 4, 8, 16], [1, 5, 1], "float64");
    const filters = tensor([1, 10], [2, 1, 1], "float64");
    const by = async (options: Parameters<typeof conv1d>[2]) => [...(await conv1d(x, filters, options).data())];
    expect(await by({})).toEqual([21, 42, 84, 168]);
    expect(await by({ strides: 2 })).toEqual([21, 84]);
    expect(await by({ dilation: 3 })).toEqual([81, 162]);
    expect(await by({ padding: 1 })).toEqual([10, 21, 42, 84, 168, 16]);
    expect(await by({ padding: [[1, 0]] })).toEqual([10, 21, 42, 84, 168]);
    // One zero in all goes behind, as in TensorFlow.
    expect(await by({ padding: "same" })).toEqual([21, 42, 84, 168, 16]);
    expect(await by({ padding: "same", strides: 2 })).toEqual([21, 84, 16]);
  });

  it("transposed along time are worked out by hand", async () => {
    const x = tensor([1, 2], [1, 2, 1], "float64");
    const filters = tensor([1, 10, 100], [3, 1, 1], "float64");
    const by = async (options: Parameters<typeof conv1dTranspose>[2]) => [
      ...(await conv1dTranspose(x, filters, options).data()),
    ];
    expect(await by({})).toEqual([1, 12, 120, 200]);
    expect(await by({ strides: 2 })).toEqual([1, 10, 102, 20, 200]);
    expect(await by({ strides: 2, outputPadding: 1 })).toEqual([1, 10, 102, 20, 200, 0]);
    expect(await by({ strides: 2, padding: 1 })).toEqual([10, 102, 20]);
    expect(await by({ strides: 2, padding: "same" })).toEqual([1, 10, 102, 20]);
    expect(await by({ strides: 4 })).toEqual([1, 10, 100, 0, 2, 20, 200]);
    expect(await by({ dilation: 2 })).toEqual([1, 2, 10, 20, 100, 200]);
  });
});

describe("errors of convolutions", () => {
  const x = zeros([2, 6, 6, 4]);
  const filters = zeros([3, 3, 4, 8]);

  it("name the shape that does not fit, and the remedy", () => {
    expect(() => conv2d(zeros([2, 28, 28]), filters)).toThrow(
      "conv2d: expected x [batch, height, width, channels], got [2, 28, 28]; reshape it first",
    );
    expect(() => conv1d(zeros([2, 28, 4]), filters)).toThrow(
      "conv1d: expected filters [width, channels / groups, out], got [3, 3, 4, 8]; reshape them first",
    );
    expect(() => conv2d(x, zeros([3, 3, 3, 8]))).toThrow(
      "conv2d: filters [3, 3, 3, 8] in 1 group take 3 channels, but x [2, 6, 6, 4] has 4; " +
        "make the filters' axis of channels 4",
    );
    expect(() => conv2dTranspose(x, zeros([3, 3, 3, 8]))).toThrow(
      "conv2dTranspose: filters [3, 3, 3, 8] take 3 channels, but x [2, 6, 6, 4] has 4",
    );
    expect(() => conv2d(x, filters, { dilation: 3 })).toThrow(
      'conv2d: a window over [7, 7] does not fit in [6, 6]; use padding: "same"',
    );
  });

  it("name the rule that an option breaks", () => {
    expect(() => conv2d(x, filters, { groups: 3 })).toThrow(
      "conv2d: groups must divide the 4 channels of the input and the 8 of the output, got 3",
    );
    expect(() => conv2d(x, filters, { strides: 0 })).toThrow(
      "conv2d: strides must be a positive integer, or 2 of them, got 0",
    );
    expect(() => conv1d(zeros([1, 5, 1]), zeros([2, 1, 1]), { dilation: [1, 2] })).toThrow(
      "conv1d: dilation must be a positive integer, got [1,2]",
    );
    expect(() => conv2d(x, filters, { padding: [1] })).toThrow(
      'conv2d: padding must be "valid", "same", an integer ≥ 0 or 2 such or [before, after], got [1]',
    );
    expect(() => conv2d(x, filters, { padding: -1 })).toThrow("got -1");
    expect(() => conv2dTranspose(x, filters, { strides: 2, outputPadding: 2 })).toThrow(
      "conv2dTranspose: outputPadding must be integers ≥ 0 and less than the stride or dilation, got 2",
    );
    expect(() => conv2dTranspose(x, filters, { strides: 2, padding: "same", outputPadding: 1 })).toThrow(
      'conv2dTranspose: outputPadding must be 0 with padding "same", got 1',
    );
    expect(() => conv2dTranspose(zeros([1, 1, 1, 4]), filters, { padding: 2 })).toThrow(
      "conv2dTranspose: padding leaves nothing of an output of [-1, -1]; use less padding",
    );
  });
});
