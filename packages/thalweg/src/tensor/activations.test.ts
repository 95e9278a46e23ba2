import { beforeAll, describe, expect, it } from "vitest";
import { elu, gelu, leakyRelu, logSoftmax, logSumExp, sigmoid, silu, softmax, softplus } from "./activations.ts";
import { tensor } from "./constructors.ts";
import { useDevice } from "./device.ts";
import type { Tensor } from "./tensor.ts";

const points = [-30, -3, -0.5, 0, 0.5, 3, 30];
const cases: [string, (x: Tensor) => Tensor, (x: number) => number][] = [
  ["leakyRelu", (x) => leakyRelu(x, 0.1), (x) => (x > 0 ? x : 0.1 * x)],
  ["elu", (x) => elu(x, 2), (x) => (x > 0 ? x : 2 * Math.expm1(x))],
  ["sigmoid", sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  ["silu", silu, (x) => x / (1 + Math.exp(-x))],
  ["softplus", softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
  [
    "gelu, approximate",
    (x) => gelu(x, { approximate: true }),
    (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  ],
];

describe.each(["reference", "wasm"] as const)("activations on %s", (device) => {
  beforeAll(() => useDevice(device));
  const make = (values: number[]) => tensor(values, [values.length], "float64");

  it.each(cases)("%s", async (_, compute, expected) => {
    const found = await compute(make(points)).data();
    points.forEach((point, index) => {
      expect(found[index]).toBeCloseTo(expected(point), 13);
    });
  });

  it("leakyRelu keeps the fractions of whole numbers", async () => {
    expect([...(await leakyRelu(tensor(Int32Array.of(-5, 3), [2]), 0.5).data())]).toEqual([-2.5, 3]);
  });

  it("gelu", async () => {
    // x·Φ(x) with Φ(1) = 0.8413447460685429 and Φ(−2) = 0.0227501319481792.
    const [one, two] = await gelu(make([1, -2])).data();
    expect(one).toBeCloseTo(0.8413447460685429, 14);
    expect(two).toBeCloseTo(-0.0455002638963584, 14);
  });

  it("softmax does not overflow, and log-softmax not underflow", async () => {
    const logits = tensor(
      [
        [1000, 1000, 0],
        [-1000, 0, 1],
      ],
      [2, 3],
      "float64",
    );
    const e = Math.exp(1);
    const found = [...(await softmax(logits).data())];
    [0.5, 0.5, 0, 0, 1 / (1 + e), e / (1 + e)].forEach((value, index) => {
      expect(found[index]).toBeCloseTo(value, 14);
    });
    const logs = await logSoftmax(logits).data();
    expect(logs[2]).toBeCloseTo(-1000 - Math.log(2), 10);
    expect(await logSumExp(logits, 1).data()).toEqual(
      Float64Array.of(1000 + Math.log(2), 1 + Math.log1p(Math.exp(-1))),
    );
    expect(logSumExp(logits, 1, { keepDims: true }).shape).toEqual([2, 1]);
    expect(await softmax(logits, 0).sum(0).data()).toEqual(Float64Array.of(1, 1, 1));
  });
});
