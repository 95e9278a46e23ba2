import { describe, expect, it } from "vitest";
import { minimize, Optimizer } from "../../optimizers/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { optax } from "../index.ts";

type Options = Parameters<typeof optax.polyakSgd>[0];

/** What one step takes off zero weights. */
const stepBy = (options: Options, gradient: { w: number[]; b: number[] }, loss: number): number[] => {
  const weights = { w: new Float64Array(2), b: new Float64Array(1) };
  new Optimizer(weights, optax.polyakSgd(options)).step(gradient, { loss });
  return [...weights.w, ...weights.b].map((value) => 0 - value);
};

/** Optax's `scale_by_polyak` after its `sgd(scaling)`. */
const reference = (
  { maxLearningRate = 1, scaling = 1, minimum = 0, epsilon = 0, variant = "sps" }: Record<string, number | string>,
  gradient: { w: number[]; b: number[] },
  loss: number,
): number[] => {
  const scaled = [...gradient.w, ...gradient.b].map((g) => Number(scaling) * g);
  const square = scaled.reduce((sum, u) => sum + u * u, 0);
  const gap = loss - Number(minimum);
  const positive = variant === "sps+" ? Math.max(gap, 0) : gap;
  const isSmall = square + Number(epsilon) <= Number.EPSILON;
  const step = isSmall ? 0 : Math.min(positive / (square + Number(epsilon)), Number(maxLearningRate));
  return scaled.map((u) => step * u);
};

describe("optax.polyakSgd", () => {
  const gradient = { w: [3, 4], b: [12] };
  const tiny = { w: [1e-8, 0], b: [1e-8] };

  it.each([
    [{}, gradient, 50],
    [{}, gradient, 1000],
    [{ maxLearningRate: 0.1 }, gradient, 50],
    [{ scaling: 0.5, maxLearningRate: 5 }, gradient, 50],
    [{ minimum: 20, epsilon: 31 }, gradient, 50],
    [{ minimum: 80 }, gradient, 50],
    [{ minimum: 80, variant: "sps+" as const }, gradient, 50],
    [{}, tiny, 1],
    [{ epsilon: 1e-3 }, tiny, 1],
  ])("does as Optax's source with %j on %j at loss %d", (options, given, loss) => {
    const found = stepBy(options, given, loss);
    const expected = reference(options, given, loss);
    found.forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index], 15);
    });
  });

  it("halves the way to the minimum of a square at each step", async () => {
    const f = ({ w }: { readonly w: Tensor }) => w.square().sum();
    const start = { w: { data: Float64Array.of(1, 2, 3), shape: [3] } };
    const { losses } = await minimize(f, start, { optimizer: optax.polyakSgd(), steps: 5 });
    expect([...losses]).toEqual([14, 3.5, 0.875, 0.21875, 0.0546875, 0.013671875]);
  });

  it("asks for the loss", () => {
    const optimizer = new Optimizer({ w: new Float64Array(1) }, optax.polyakSgd());
    expect(() => optimizer.step({ w: [1] })).toThrow("step: this optimizer's rule uses the loss; pass { loss }");
  });
});
