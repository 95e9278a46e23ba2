import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { inOrder } from "../compiler/index.ts";
import { arange, full, tensor } from "./constructors.ts";
import { currentDevice, useDevice } from "./device.ts";
import { evaluate } from "./index.ts";
import type { Tensor } from "./tensor.ts";

const depth = (...tensors: Tensor[]): number => inOrder(tensors.map(({ node }) => node)).length;

describe.each(["reference", "wasm"] as const)("reading on %s", (name) => {
  beforeAll(() => useDevice(name));
  afterEach(() => vi.restoreAllMocks());

  it("gives copies", async () => {
    const x = tensor([1, 2]).add(1);
    const first = await x.data();
    first[0] = 9;
    expect(await x.data()).toEqual(Float32Array.of(2, 3));
    const leaf = tensor([5]);
    (await leaf.data())[0] = 0;
    expect(await leaf.data()).toEqual(Float32Array.of(5));
  });

  it("needs one element for item", async () => {
    await expect(tensor([1, 2]).item()).rejects.toThrow("item: needs one element, got [2]; use data() or reduce first");
    expect(await tensor([[7]]).item()).toBe(7);
  });

  it("keeps what was executed and drops what it was made of", async () => {
    const x = tensor([1, 2, 3]);
    const y = x.mul(2).add(1);
    expect(depth(y)).toBeGreaterThan(3);
    await y.evaluate();
    expect(depth(y)).toBe(1);
    const device = await currentDevice();
    const runs = vi.spyOn(device, "run");
    expect(await y.data()).toEqual(Float32Array.of(3, 5, 7));
    expect(await y.data()).toEqual(Float32Array.of(3, 5, 7));
    expect(runs).not.toHaveBeenCalled();
  });

  it("executes several tensors in one run", async () => {
    const x = tensor([1, 2]);
    const [sum, product] = [x.add(x), x.mul(3)];
    const runs = vi.spyOn(await currentDevice(), "run");
    await evaluate(sum, product, x);
    expect(runs).toHaveBeenCalledTimes(1);
    expect([await sum.data(), await product.data()]).toEqual([Float32Array.of(2, 4), Float32Array.of(3, 6)]);
  });

  it("stores at the next read what an earlier one computed on the way", async () => {
    const x = tensor([1, 2, 3]);
    const inner = x.exp();
    const total = inner.sum();
    await total.item();
    expect(depth(inner)).toBe(2);
    const later = inner.mul(2);
    await later.data();
    expect(depth(inner)).toBe(1);
    expect([...(await inner.data())]).toEqual([...(await x.exp().data())]);
  });

  it("compiles equal graphs once, whatever their numbers", async () => {
    const compiled = vi.spyOn(await currentDevice(), "compile");
    const values = [];
    for (let i = 0; i < 5; i++)
      values.push(
        await full([3], i)
          .mul(i + 0.5)
          .add(tensor([1, 2, i]))
          .sum()
          .item(),
      );
    expect(compiled).toHaveBeenCalledTimes(1);
    expect(values).toEqual([3, 7.5, 20, 40.5, 69].map((_, i) => 3 * i * (i + 0.5) + 3 + i));
  });

  it("keeps a loop written by hand bounded", async () => {
    // Least squares of y = 3x − 1 by gradient descent; the loss is read at every step.
    const x = arange(20, "float64").div(10).sub(1);
    const y = x.mul(3).sub(1);
    let [slope, offset] = [tensor([0], [], "float64"), tensor([0], [], "float64")];
    const compiled = vi.spyOn(await currentDevice(), "compile");
    let [largest, loss] = [0, 0];
    for (let step = 0; step < 300; step++) {
      const error = x.mul(slope).add(offset).sub(y);
      loss = await error.square().mean().item();
      const rate = 0.5 / (1 + step / 1000);
      slope = slope.sub(
        error
          .mul(x)
          .mean()
          .mul(2 * rate),
      );
      offset = offset.sub(error.mean().mul(2 * rate));
      largest = Math.max(largest, depth(slope, offset));
    }
    expect(largest).toBeLessThan(60);
    expect(compiled.mock.calls.length).toBeLessThan(6);
    expect(loss).toBeLessThan(1e-20);
    expect(await slope.item()).toBeCloseTo(3, 9);
    expect(await offset.item()).toBeCloseTo(-1, 9);
  });

  it("of thousands of nodes at once does not overflow the stack", async () => {
    let x = tensor([0], [1], "float64");
    for (let i = 0; i < 5000; i++) x = x.add(1);
    expect(await x.item()).toBe(5000);
  });

  it("answers reads asked for at once, in order", async () => {
    const x = tensor([1, 2]);
    const reads = Array.from({ length: 20 }, (_, i) => x.mul(i).sum().item());
    expect(await Promise.all(reads)).toEqual(Array.from({ length: 20 }, (_, i) => 3 * i));
  });

  it("fails for one read without spoiling the next", async () => {
    const device = await currentDevice();
    vi.spyOn(device, "run").mockRejectedValueOnce(new Error("no current"));
    const x = tensor([4]).sqrt();
    await expect(x.item()).rejects.toThrow("no current");
    expect(await x.item()).toBe(2);
  });
});

describe("tensors of another device", () => {
  it("move where they are used", async () => {
    useDevice("wasm");
    const x = await tensor([1, 2]).add(1).evaluate();
    useDevice("reference");
    expect(await x.mul(2).data()).toEqual(Float32Array.of(4, 6));
    expect(await x.data()).toEqual(Float32Array.of(2, 3));
  });

  it("are refused a name that is none", async () => {
    await expect(async () => currentDevice("abacus")).rejects.toThrow(
      'no device "abacus"; there are wasm and reference',
    );
  });
});
