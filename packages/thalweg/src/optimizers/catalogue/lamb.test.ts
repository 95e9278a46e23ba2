import { describe, expect, it } from "vitest";
import { lamb, Optimizer } from "../index.ts";

/** The first step of weights [3, 4] against gradients [10, 0.1]: along (1, 1)/√2 when ε = 0. */
const firstStep = (options: Parameters<typeof lamb>[0], start: readonly number[] = [3, 4]): number[] => {
  const weights = { w: Float64Array.from(start) };
  const exact = { learningRate: 0.1, epsilon: 0, trustEpsilon: 0, rateCorrection: false };
  new Optimizer(weights, lamb({ ...exact, ...options })).step({ w: [10, 0.1] });
  return [...weights.w].map((value, index) => start[index] - value);
};

const expectClose = (found: readonly number[], expected: readonly number[]): void =>
  found.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index], 12);
  });

describe("lamb", () => {
  it("steps by η‖w‖ in Adam's direction", () => {
    const along = 0.1 * 5 * Math.SQRT1_2;
    expectClose(firstStep({}), [along, along]);
    expectClose(firstStep({ biasCorrection: true }), [along, along]);
    expectClose(firstStep({ rateCorrection: true }), [10 * along, 10 * along]);
  });

  it("counts at most normLimit of ‖w‖", () => {
    const along = 0.1 * 2 * Math.SQRT1_2;
    expectClose(firstStep({ normLimit: 2 }), [along, along]);
    const whole = 0.1 * 50 * Math.SQRT1_2;
    expectClose(firstStep({ normLimit: 0 }, [30, 40]), [whole, whole]);
    expectClose(firstStep({}, [30, 40]), [whole / 5, whole / 5]);
  });

  it("takes Adam's own step where weights are 0", () => {
    expectClose(firstStep({ biasCorrection: true }, [0, 0]), [0.1, 0.1]);
  });

  it("lets λw join the direction, or shrinks weights first", () => {
    const direction = [1 + 0.5 * 3, 1 + 0.5 * 4];
    const ratio = (0.1 * 5) / Math.hypot(...direction);
    expectClose(
      firstStep({ biasCorrection: true, weightDecay: 0.5 }),
      direction.map((value) => value * ratio),
    );
    const left = 1 - 0.1 * 0.5;
    const along = 0.1 * 5 * left * Math.SQRT1_2;
    expectClose(firstStep({ weightDecay: 0.5, decoupledWeightDecay: true }), [3 * 0.05 + along, 4 * 0.05 + along]);
  });

  it("clips all gradients together first on request, which Adam's ε alone notices", () => {
    const clipped = firstStep({ globalClipNorm: 1, epsilon: 1, biasCorrection: true });
    expect(firstStep({ globalClipNorm: () => 1, epsilon: 1, biasCorrection: true })).toEqual(clipped);
    const scaled = [10, 0.1].map((g) => g / Math.hypot(10, 0.1)).map((g) => g / (g + 1));
    expectClose(
      clipped,
      scaled.map((value) => (value * 0.5) / Math.hypot(...scaled)),
    );
  });
});
