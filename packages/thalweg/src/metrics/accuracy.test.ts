import { beforeAll, describe, expect, it } from "vitest";
import { type DeviceName, tensor, useDevice } from "../tensor/index.ts";
import { accuracy } from "./accuracy.ts";

describe.each<DeviceName>(["reference", "wasm"])("accuracy on %s", (device) => {
  beforeAll(() => useDevice(device));
  const output = tensor([
    [1, 5, 2],
    [3, 0, -1],
    [0, 1, 2],
    [2, 2, 1],
  ]);

  it("counts examples whose largest output is the label, the first of equals", async () => {
    const labels = tensor(Int32Array.of(1, 0, 1, 0), [4]);
    expect(await accuracy().apply(output, labels).item()).toBe(3);
    expect(await accuracy().apply(output, labels.toType("uint8")).item()).toBe(3);
    expect(await accuracy().apply(output, labels.oneHot(3)).item()).toBe(3);
  });

  it("compares one output with 0, or with a threshold", async () => {
    const one = tensor([[0.2], [-1], [0.7], [0.4]]);
    for (const shape of [[4], [4, 1]]) {
      const labels = tensor(Int32Array.of(1, 0, 1, 0), shape);
      expect(await accuracy().apply(one, labels).item()).toBe(3);
      expect(await accuracy({ threshold: 0.5 }).apply(one, labels).item()).toBe(3);
      expect(await accuracy({ threshold: 0.3 }).apply(one, labels).item()).toBe(2);
    }
    expect(
      await accuracy()
        .apply(one.reshape([4]), tensor(Int32Array.of(1, 0, 1, 0), [4]))
        .item(),
    ).toBe(3);
  });

  it("counts an example with the share of its positions", async () => {
    const labels = tensor(Int32Array.of(1, 0, 1, 1), [2, 2]);
    expect(
      await accuracy()
        .apply(output.reshape([2, 2, 3]), labels)
        .item(),
    ).toBe(1);
  });

  it("counts several outputs one by one with a threshold", async () => {
    const tags = tensor(Uint8Array.of(0, 1, 1, 1, 0, 0), [2, 3]);
    expect(
      await accuracy({ threshold: 1.5 })
        .apply(output.slice([0, 2]), tags)
        .item(),
    ).toBe(2);
  });
});
