import { beforeAll, describe, expect, it } from "vitest";
import { valueAndGrad } from "../autodiff/index.ts";
import { type DeviceName, ones, scaledDotProductAttention, softmax, type Tensor, tensor, useDevice } from "./index.ts";

const wave = (shape: readonly number[], phase: number) =>
  tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, index) => Math.sin(1.3 * index + phase)),
    shape,
  );

describe.each<DeviceName>(["reference", "wasm"])("scaledDotProductAttention on %s", (device) => {
  beforeAll(() => useDevice(device));
  const [q, k, v] = [wave([2, 3, 4], 0), wave([2, 5, 4], 1), wave([2, 5, 2], 2)];

  it("averages values by softmax(q·kᵀ/√d)", async () => {
    // Scores 0 and 2 ln 3 / √4: weights ¼ and ¾.
    const value = scaledDotProductAttention(
      tensor([[1, 1, 0, 0]], [1, 4], "float64"),
      tensor(
        [
          [0, 0, 5, 5],
          [Math.log(3), Math.log(3), 1, 1],
        ],
        [2, 4],
        "float64",
      ),
      tensor(
        [
          [8, 0],
          [0, 4],
        ],
        [2, 2],
        "float64",
      ),
    );
    const [first, second] = await value.data();
    expect(first).toBeCloseTo(2, 14);
    expect(second).toBeCloseTo(3, 14);
  });

  it("shows a causal query nothing after it, as if later keys were not there", async () => {
    const whole = await scaledDotProductAttention(k, k, v, { causal: true }).data();
    for (let time = 0; time < 5; time++) {
      const part = scaledDotProductAttention(
        k.slice(null, [time, time + 1]),
        k.slice(null, [0, time + 1]),
        v.slice(null, [0, time + 1]),
      );
      const alone = await part.data();
      for (const [batch, feature] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ])
        expect(alone[2 * batch + feature]).toBeCloseTo(whole[10 * batch + 2 * time + feature], 13);
    }
  });

  it("counts causal positions from the end, so that the last query sees every key", async () => {
    const whole = await scaledDotProductAttention(k, k, v, { causal: true }).slice(null, [2, 5]).data();
    const last = await scaledDotProductAttention(k.slice(null, [2, 5]), k, v, { causal: true }).data();
    for (const [index, value] of whole.entries()) expect(last[index]).toBeCloseTo(value, 14);
  });

  it("hides keys by a mask, with causality too, and gives zeros where all are hidden", async () => {
    const mask = tensor(Uint8Array.of(1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1), [3, 5]);
    const masked = await scaledDotProductAttention(q, k, v, { mask }).data();
    const kept = await scaledDotProductAttention(q, k.slice(null, [0, 5, 2]), v.slice(null, [0, 5, 2])).data();
    const all = await scaledDotProductAttention(q, k, v).data();
    for (const feature of [0, 1]) {
      expect(masked[feature]).toBeCloseTo(kept[feature], 14);
      expect(masked[2 + feature]).toBe(0);
      expect(masked[4 + feature]).toBeCloseTo(all[4 + feature], 14);
    }
    const both = await scaledDotProductAttention(k, k, v, { causal: true, mask: ones([5, 5]) }).data();
    const causal = await scaledDotProductAttention(k, k, v, { causal: true }).data();
    for (const [index, value] of causal.entries()) expect(both[index]).toBeCloseTo(value, 14);
  });

  it("is finite for scores of ±10⁴, with its gradients", async () => {
    const huge = tensor([[100], [-100], [0]], [3, 1], "float32");
    const { value, gradient } = valueAndGrad((x: Tensor) =>
      scaledDotProductAttention(x, x, x, { causal: true }).square().sum(),
    )(huge);
    expect(await value.item()).toBeCloseTo(2 * 100 ** 2, 0);
    expect((await gradient.data()).every(Number.isFinite)).toBe(true);
  });

  it("lets weights be changed before values are averaged", async () => {
    const first = (weights: Tensor) => weights.mul(tensor([1, 0, 0, 0, 0]));
    const changed = scaledDotProductAttention(q, k, v, { onWeights: first });
    const weight = softmax(q.matmul(k.transpose()).mul(0.5)).slice(null, null, [0, 1]);
    const expected = await weight.mul(v.slice(null, [0, 1])).data();
    const values = await changed.data();
    for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 14);
  });
});

describe("scaledDotProductAttention", () => {
  beforeAll(() => useDevice("reference"));

  it.each([
    { name: "plain", options: {} },
    { name: "causal", options: { causal: true } },
    { name: "masked", options: { mask: tensor(Uint8Array.of(1, 1, 0, 0, 0, 0, 1, 0, 1), [3, 3]) } },
  ])("has the gradients of its central differences: $name", async ({ options }) => {
    const at = { q: wave([2, 3, 2], 0), k: wave([2, 3, 2], 1), v: wave([2, 3, 2], 2) };
    const loss = ({ q, k, v }: Record<"q" | "k" | "v", Tensor>) =>
      scaledDotProductAttention(q, k, v, options).sin().sum();
    const { gradient } = valueAndGrad(loss)(at);
    for (const name of ["q", "k", "v"] as const) {
      const values = Float64Array.from(await at[name].data());
      const slopes = await gradient[name].data();
      for (const index of values.keys()) {
        const shifted = (by: number) =>
          loss({
            ...at,
            [name]: tensor(
              values.map((value, i) => (i === index ? value + by : value)),
              [2, 3, 2],
            ),
          }).item();
        const difference = ((await shifted(1e-5)) - (await shifted(-1e-5))) / 2e-5;
        expect(Math.abs(slopes[index] - difference)).toBeLessThan(1e-9);
      }
    }
  });

  it("names what does not fit", () => {
    const [a, b] = [ones([3, 4]), ones([5, 4])];
    expect(() => scaledDotProductAttention(a, ones([5, 3]), b)).toThrow(
      "scaledDotProductAttention: q [..., queries, d], k [..., keys, d] and v [..., keys, features] must share d and " +
        "keys, got [3, 4], [5, 3], [5, 4]",
    );
    expect(() => scaledDotProductAttention(b, a, a, { causal: true })).toThrow(
      "scaledDotProductAttention: causal needs a key for every query, got 5 queries and 3 keys",
    );
  });
});
