import { describe, expect, it } from "vitest";
import { accumulate, adam, chain, emaWeights, lookahead, Optimizer, type OptimizerSettings } from "./index.ts";

const bad = { w: [1, Number.POSITIVE_INFINITY] };
const good = { w: [1, 2] };

const start = (settings: OptimizerSettings = {}) => {
  const weights = { w: Float64Array.of(1, 2) };
  const spec = chain(lookahead(adam({ learningRate: 0.1 }), { k: 2 }), emaWeights({ beta: 0.5 }));
  return { weights, optimizer: new Optimizer(weights, spec, settings) };
};

describe("gradients that are not finite", () => {
  it("are left out, counted and explained; weights, averages and counters stay", () => {
    const { weights, optimizer } = start();
    optimizer.step(good);
    const [before, state] = [weights.w.slice(), optimizer.state()];
    const reason = "gradient of w is not finite at index 1 (Infinity)";
    for (let step = 0; step < 3; step++)
      expect(optimizer.step(bad)).toEqual({ applied: false, cause: "non-finite", reason });
    expect(optimizer.skipped).toBe(3);
    expect(optimizer.steps).toBe(1);
    expect(weights.w).toEqual(before);
    expect(optimizer.state()).toEqual(state);
    expect(optimizer.step(good)).toEqual({ applied: true, step: 2 });
  });

  it("are an error by option", () => {
    const { weights, optimizer } = start({ nonFinite: "error" });
    expect(() => optimizer.step(bad)).toThrow(
      "gradient of w is not finite at index 1 (Infinity); lower the learning rate, clip, or look at the data",
    );
    expect([...weights.w]).toEqual([1, 2]);
  });

  it("end it when more than skipLimit come in a row", () => {
    const { optimizer } = start({ skipLimit: 2 });
    for (const gradient of [bad, bad, good, bad, bad]) optimizer.step(gradient);
    expect(() => optimizer.step(bad)).toThrow(
      "3 steps in a row were left out (skipLimit 2), the last because gradient of w is not finite at index 1",
    );
    expect(optimizer.skipped).toBe(5);
    expect(() => start({ skipLimit: 1.5 })).toThrow("Optimizer: skipLimit must be a whole number ≥ 0, got 1.5");
  });

  it("count no batch of an accumulated update", () => {
    const weights = { w: Float64Array.of(1, 2) };
    const optimizer = new Optimizer(weights, accumulate(2, adam()), { skipLimit: 1 });
    expect(optimizer.step(good)).toMatchObject({ applied: false, cause: "accumulating" });
    expect(optimizer.step(bad)).toMatchObject({ applied: false, cause: "non-finite" });
    expect(optimizer.step(good)).toEqual({ applied: true, step: 1 });
  });
});
