import { beforeAll, describe, expect, it } from "vitest";
import { tensor } from "./constructors.ts";
import { useDevice } from "./device.ts";
import { type Tensor, where } from "./tensor.ts";

const a = [-2.5, -1, -0.5, 0, 0.5, 1.5, 3, 60];
const b = [2, -1, 3, 0.25, 0.5, -4, 1, 0.5];

const roundEven = (x: number): number => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

const unary: [string, (x: Tensor) => Tensor, (x: number) => number][] = [
  ["neg", (x) => x.neg(), (x) => -x],
  ["abs", (x) => x.abs(), Math.abs],
  ["sign", (x) => x.sign(), Math.sign],
  ["square", (x) => x.square(), (x) => x * x],
  ["sqrt", (x) => x.sqrt(), Math.sqrt],
  ["rsqrt", (x) => x.rsqrt(), (x) => 1 / Math.sqrt(x)],
  ["reciprocal", (x) => x.reciprocal(), (x) => 1 / x],
  ["floor", (x) => x.floor(), Math.floor],
  ["round", (x) => x.round(), roundEven],
  ["exp", (x) => x.exp(), Math.exp],
  ["log", (x) => x.log(), Math.log],
  ["expm1", (x) => x.expm1(), Math.expm1],
  ["log1p", (x) => x.log1p(), Math.log1p],
  ["sin", (x) => x.sin(), Math.sin],
  ["cos", (x) => x.cos(), Math.cos],
  ["tanh", (x) => x.tanh(), Math.tanh],
  ["sigmoid", (x) => x.sigmoid(), (x) => 1 / (1 + Math.exp(-x))],
  ["relu", (x) => x.relu(), (x) => Math.max(x, 0)],
  ["not", (x) => x.not(), (x) => Number(x === 0)],
  ["pow of a number", (x) => x.pow(3), (x) => x ** 3],
  ["pow 2", (x) => x.pow(2), (x) => x * x],
  ["clamp", (x) => x.clamp(-1, 2), (x) => Math.min(Math.max(x, -1), 2)],
];

const binary: [string, (x: Tensor, y: Tensor) => Tensor, (x: number, y: number) => number][] = [
  ["add", (x, y) => x.add(y), (x, y) => x + y],
  ["sub", (x, y) => x.sub(y), (x, y) => x - y],
  ["mul", (x, y) => x.mul(y), (x, y) => x * y],
  ["div", (x, y) => x.div(y), (x, y) => x / y],
  ["pow", (x, y) => x.abs().pow(y), (x, y) => Math.abs(x) ** y],
  ["maximum", (x, y) => x.maximum(y), Math.max],
  ["minimum", (x, y) => x.minimum(y), Math.min],
  ["lt", (x, y) => x.lt(y), (x, y) => Number(x < y)],
  ["le", (x, y) => x.le(y), (x, y) => Number(x <= y)],
  ["gt", (x, y) => x.gt(y), (x, y) => Number(x > y)],
  ["ge", (x, y) => x.ge(y), (x, y) => Number(x >= y)],
  ["eq", (x, y) => x.eq(y), (x, y) => Number(x === y)],
  ["ne", (x, y) => x.ne(y), (x, y) => Number(x !== y)],
  ["where", (x, y) => where(x.lt(y), x, y.mul(2)), (x, y) => (x < y ? x : y * 2)],
];

const close = (found: ArrayLike<number>, expected: readonly number[], tolerance: number): void => {
  expected.forEach((value, index) => {
    if (!Number.isFinite(value)) expect(found[index]).toBe(value);
    else expect(Math.abs(found[index] - value)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(value), 1e-30));
  });
};

describe.each([
  { device: "reference", dtype: "float64", tolerance: 4e-16 },
  { device: "wasm", dtype: "float64", tolerance: 4e-16 },
  { device: "wasm", dtype: "float32", tolerance: 5e-7 },
] as const)("element-wise operations on $device in $dtype", ({ device, dtype, tolerance }) => {
  beforeAll(() => useDevice(device));
  const [x, y] = [a, b].map((values) => tensor(values, [8], dtype));

  it.each(unary)("%s", async (_, compute, expected) => {
    close(await compute(x).data(), a.map(expected), tolerance);
  });
  it.each(binary)("%s", async (_, compute, expected) => {
    close(
      await compute(x, y).data(),
      a.map((value, index) => expected(value, b[index])),
      tolerance,
    );
  });
  it("erf", async () => {
    // Abramowitz & Stegun 1964, table 7.1.
    const points = tensor([0, 0.5, 1, 2, -1], [5], dtype);
    const values = [0, 0.5204998778130465, 0.8427007929497149, 0.9953222650189527, -0.8427007929497149];
    close(await points.erf().data(), values, tolerance);
  });
  it("of NaN are NaN where they say nothing else", async () => {
    const nan = tensor([Number.NaN], [1], dtype);
    for (const result of [nan.relu(), nan.maximum(0), nan.sign(), nan.exp(), nan.clamp(0, 1)])
      expect(await result.item()).toBeNaN();
    expect(await nan.eq(nan).item()).toBe(0);
    expect(await nan.ne(nan).item()).toBe(1);
  });
});

describe.each(["reference", "wasm"] as const)("dtypes on %s", (device) => {
  beforeAll(() => useDevice(device));
  const bytes = tensor(Uint8Array.of(0, 1, 200, 255));

  it("wrap in uint8 and int32", async () => {
    expect(await bytes.add(bytes).data()).toEqual(Uint8Array.of(0, 2, 144, 254));
    expect(await bytes.neg().data()).toEqual(Uint8Array.of(0, 255, 56, 1));
    expect(
      await tensor(Int32Array.of(2 ** 31 - 1))
        .add(1)
        .data(),
    ).toEqual(Int32Array.of(-(2 ** 31)));
  });

  it("grow with numbers they do not hold", async () => {
    expect(bytes.sub(1).dtype).toBe("uint8");
    expect(await bytes.sub(1).data()).toEqual(Uint8Array.of(255, 0, 199, 254));
    expect(await bytes.add(-1).data()).toEqual(Int32Array.of(-1, 0, 199, 254));
    expect(await bytes.add(300).data()).toEqual(Int32Array.of(300, 301, 500, 555));
    expect(await bytes.mul(0.5).data()).toEqual(Float32Array.of(0, 0.5, 100, 127.5));
    expect(await bytes.gt(-1).data()).toEqual(Uint8Array.of(1, 1, 1, 1));
    expect(tensor(Int32Array.of(1)).mul(2 ** 40).dtype).toBe("float32");
  });

  it("convert as documented", async () => {
    const x = tensor([2.9, -2.9, 300, -1, 3e9]);
    expect(await x.toType("int32").data()).toEqual(Int32Array.of(2, -2, 300, -1, 2147483647));
    expect(await x.toType("uint8").data()).toEqual(Uint8Array.of(2, 254, 44, 255, 255));
    expect(await bytes.toType("float64").data()).toEqual(Float64Array.of(0, 1, 200, 255));
    expect(await tensor([Number.NaN]).toType("int32").data()).toEqual(Int32Array.of(0));
  });

  it("combine bits and masks", async () => {
    const [p, q] = [tensor(Int32Array.of(12, -1)), tensor(Int32Array.of(10, 6))];
    expect(await p.and(q).data()).toEqual(Int32Array.of(8, 6));
    expect(await p.or(q).data()).toEqual(Int32Array.of(14, -1));
    expect(await p.xor(q).data()).toEqual(Int32Array.of(6, -7));
    expect(await p.gt(0).and(q.gt(7)).data()).toEqual(Uint8Array.of(1, 0));
    expect(await p.gt(0).not().or(q.lt(7)).data()).toEqual(Uint8Array.of(0, 1));
  });
});
