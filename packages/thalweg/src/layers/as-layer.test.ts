import { describe, expect, it } from "vitest";
import { sigmoid, softmax, type Tensor } from "../tensor/index.ts";
import { relu } from "./activations.ts";
import { asLayer } from "./as-layer.ts";

describe("asLayer", () => {
  it("finds the output's shape of a function by tracing it", () => {
    const halved = (x: Tensor) => x.slice(null, [0, 2]).sum(1);
    const layer = asLayer(halved);
    expect(layer.name).toBe("halved");
    expect(layer.build([4, 3]).outputShape).toEqual([3]);
    expect(asLayer((x) => x.neg()).name).toBe("function");
  });

  it("leaves layers as they are", () => {
    const layer = relu();
    expect(asLayer(layer)).toBe(layer);
  });

  it("knows the functions that give probabilities", () => {
    expect([softmax, sigmoid, (x: Tensor) => x].map((f) => asLayer(f).outputKind)).toEqual([
      "probabilities",
      "probabilities",
      "unknown",
    ]);
  });

  it("names the layer in which something does not fit", () => {
    expect(() => asLayer((x) => x.reshape([7])).build([3], "block/function")).toThrow(
      "block/function: reshape: [1, 3] has 3 elements and cannot become [7]",
    );
  });

  it("refuses functions that lose the batch axis or give no tensor", () => {
    expect(() => asLayer((x) => x.reshape([3, 1])).build([3], "block/function")).toThrow(
      "block/function: a function as a layer must keep the batch axis, but made [3, 1] of [batch, 3] with batch = 1",
    );
    const untyped: unknown = relu;
    if (typeof untyped !== "function") throw new Error("relu is a function");
    expect(() => asLayer((x) => untyped(x)).build([3])).toThrow("make layers by calling them, as in relu()");
  });
});
