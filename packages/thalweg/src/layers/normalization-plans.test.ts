import { describe, expect, it } from "vitest";
import { planOf, programOf } from "../compiler/index.ts";
import { input } from "../graph/index.ts";
import { Draws, softmax, Tensor } from "../tensor/index.ts";
import type { Layer } from "./layer.ts";
import { layerNorm } from "./layer-norm.ts";
import { rmsNorm } from "./rms-norm.ts";

/** How many phases each kernel of a layer's forward pass has, and the bytes between kernels. */
const planned = (layer: Layer, shape: readonly number[]) => {
  const { parameters } = layer.build(shape.slice(1));
  const learned = Object.entries(parameters).map(([name, { shape: own }], index) => [
    name,
    new Tensor(input(index + 1, own, "float32")),
  ]);
  const context = { parameters: Object.fromEntries(learned), state: {}, training: true, random: new Draws(0) };
  const { plan } = planOf(programOf([layer.apply(new Tensor(input(0, shape, "float32")), context).y.node]));
  return {
    phases: plan.instructions.map((each) => (each.kind === "kernel" ? each.kernel.phases.length : each.kind)),
    scratchBytes: plan.scratchBytes,
  };
};

describe("normalization compiles to one pass a row", () => {
  const softmaxLayer: Layer = {
    name: "softmax",
    build: (inputShape) => ({ outputShape: inputShape, parameters: {}, state: {} }),
    apply: (x) => ({ y: softmax(x) }),
  };

  it.each([
    { name: "softmax", layer: softmaxLayer, phases: 3 },
    { name: "layerNorm", layer: layerNorm(), phases: 3 },
    { name: "rmsNorm", layer: rmsNorm(), phases: 2 },
  ])("$name", ({ layer, phases }) => {
    expect(planned(layer, [32, 10, 24])).toEqual({ phases: [phases], scratchBytes: 0 });
  });
});
