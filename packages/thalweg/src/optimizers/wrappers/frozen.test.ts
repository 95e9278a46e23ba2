import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Tensor } from "../../tensor/index.ts";
import {
  adam,
  adamW,
  addDecayedWeights,
  chain,
  clipByGlobalNorm,
  emaWeights,
  frozen,
  gradientDescent,
  lookahead,
  memoryMultiple,
  minimize,
  Optimizer,
  type OptimizerSpec,
  route,
  sam,
  scale,
} from "../index.ts";

const groups = (use: OptimizerSpec) =>
  route([
    { match: "fixed", use: frozen() },
    { match: () => true, use },
  ]);

describe("frozen", () => {
  it("never changes its parameters, whatever stands around it", () => {
    const around = [
      groups(adamW({ learningRate: 1, weightDecay: 0.5 })),
      chain(addDecayedWeights(0.1), groups(adam()), scale(3), addDecayedWeights(0.1)),
      chain(lookahead(chain(groups(adam()), scale(2), addDecayedWeights(0.1)), { k: 1 }), emaWeights({ beta: 0.5 })),
    ];
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(values, values, fc.constantFrom(...around), (start, gradient, spec) => {
        const weights = { fixed: Float64Array.from(start), free: Float64Array.from(start) };
        const optimizer = new Optimizer(weights, spec);
        for (let step = 0; step < 3; step++) optimizer.step({ fixed: gradient, free: gradient });
        expect(weights.fixed).toEqual(Float64Array.from(start));
        expect(optimizer.evaluationWeights().fixed).toEqual(Float64Array.from(start));
      }),
      { numRuns: 20 },
    );
  });

  it("has no part in global norms", () => {
    const weights = { fixed: Float64Array.of(1), free: Float64Array.of(0) };
    new Optimizer(weights, chain(clipByGlobalNorm(5), groups(scale(1)))).step({ fixed: [1e9], free: [3] });
    expect(weights.free[0]).toBe(3);
  });

  it("stays where it is for sam, too", async () => {
    const f = ({ fixed, free }: { readonly fixed: Tensor; readonly free: Tensor }) => fixed.mul(free.square()).sum();
    const optimizer = chain(sam({ rho: 1 }), groups(gradientDescent({ learningRate: 0.1 })));
    const { weights } = await minimize(f, { fixed: [3], free: [1] }, { optimizer, steps: 1 });
    // ∇ = 6w at w + 1.
    expect(weights.fixed[0]).toBe(3);
    expect(weights.free[0]).toBeCloseTo(1 - 0.1 * 12, 12);
  });

  it("keeps no state", () => {
    expect(memoryMultiple(groups(adam()), { fixed: [10], free: [10] })).toBe(1);
  });
});
