import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chain, normalizeByUpdateNorm, scaleByLearningRate } from "../index.ts";
import { applied } from "../testing/applied.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";

const cases = golden("optax").cases.filter(({ optimizer }) => optimizer.startsWith("normalize_by_update_norm"));

describe("normalizeByUpdateNorm", () => {
  it("gives all parameters together one length", () => {
    const { a, b } = applied(normalizeByUpdateNorm({ length: 2, epsilon: 0 }), {
      a: { gradient: [6] },
      b: { gradient: [8] },
    });
    expect(a[0]).toBeCloseTo(1.2, 15);
    expect(b[0]).toBeCloseTo(1.6, 15);
  });

  it("leaves zeros alone", () => {
    expect(applied(normalizeByUpdateNorm(), { w: { gradient: [0, 0] } })).toEqual({ w: [0, 0] });
  });

  it("comes out at its length whatever goes in", () => {
    const vectors = fc.array(fc.double({ min: 1, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(vectors, (gradient) => {
        expect(Math.hypot(...applied(normalizeByUpdateNorm(), { w: { gradient } }).w)).toBeCloseTo(1, 5);
      }),
      { numRuns: 20 },
    );
  });

  it("agrees with Optax", async () => {
    expect(cases).toHaveLength(1);
    for (const expected of cases) {
      await expectTrajectory(expected, chain(normalizeByUpdateNorm(), scaleByLearningRate(0.01)), 1e-12);
    }
  });

  it("refuses what is out of range", () => {
    expect(() => normalizeByUpdateNorm({ epsilon: -1 })).toThrow("normalizeByUpdateNorm: epsilon must be ≥ 0, got -1");
  });
});
