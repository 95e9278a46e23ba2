import { describe, expect, it } from "vitest";
import { Optimizer, scaleByTrustRatio, type TrustRatioOptions } from "../index.ts";

const applied = (options: TrustRatioOptions, start: readonly number[], gradient: readonly number[]): number[] => {
  const weights = { w: Float64Array.from(start), other: Float64Array.of(100) };
  new Optimizer(weights, scaleByTrustRatio(options)).step({ w: gradient, other: [1] });
  return [...weights.w].map((value, index) => value - start[index]);
};

describe("scaleByTrustRatio", () => {
  it("makes each parameter's update as long as its weights", () => {
    expect(applied({}, [3, 4], [0, 2])).toEqual([0, 5]);
    expect(applied({ trustCoefficient: 0.5 }, [3, 4], [0, 2])).toEqual([0, 2.5]);
    expect(applied({ normLimit: 2 }, [3, 4], [0, 2])).toEqual([0, 2]);
    expect(applied({ epsilon: 3 }, [3, 4], [0, 2])).toEqual([0, 2]);
  });

  it("leaves updates alone where weights or updates are 0", () => {
    expect(applied({ trustCoefficient: 0.5 }, [0, 0], [0, 2])).toEqual([0, 2]);
    expect(applied({}, [3, 4], [0, 0])).toEqual([0, 0]);
  });
});
