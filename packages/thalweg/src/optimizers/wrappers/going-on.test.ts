import { describe, it } from "vitest";
import { Generator } from "../../random/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { Optimizer, type OptimizerSpec } from "../index.ts";
import { expectToGoOn } from "../testing/going-on.ts";
import { wrapped } from "../testing/wrapped.ts";

/** A matrix and a vector as drawn; Σ w² + Σ w⁴ is what sam differentiates. */
const startOn = (optimizer: OptimizerSpec) => {
  const generator = new Generator(3);
  const weights = {
    w: { data: Float64Array.from({ length: 12 }, () => generator.normal()), shape: [4, 3] },
    b: { data: Float64Array.from({ length: 3 }, () => generator.normal()), shape: [3] },
  };
  const objective = (tensors: readonly Tensor[]): Tensor =>
    tensors.map((w) => w.square().add(w.square().square()).sum()).reduce((a, b) => a.add(b));
  return { weights, optimizer: new Optimizer(weights, optimizer, { objective, seed: 5 }) };
};

const gradients = (() => {
  const generator = new Generator(11);
  const drawn = (length: number) => Float64Array.from({ length }, () => generator.normal());
  return Array.from({ length: 20 }, () => ({ w: drawn(12), b: drawn(3) }));
})();

describe("wrappers and clips on plain arrays", () => {
  it.each(wrapped)("$name: goes on to the bit from a saved state", ({ optimizer }) => {
    expectToGoOn(() => startOn(optimizer), gradients, 10);
  });
});
