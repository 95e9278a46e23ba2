import { describe, expect, it } from "vitest";
import { probeAt, seenOf, setupFor } from "../testing/seen.ts";
import { biasBeforeBatchNorm } from "./bias-before-batch-norm.ts";

const { layers } = setupFor();
const norm = { path: "batchNorm", kind: "batchNorm", outputShape: [8], parameters: {} };
const [dense, ...others] = layers;

/** A probe at which the bias's gradient is so many times the weights', as root mean squares. */
const probeWith = (ratio: number) => {
  const probe = probeAt(1);
  return {
    ...probe,
    parameters: probe.parameters.map((each) =>
      each.name === "dense/bias" ? { ...each, gradientNorm: 0.5 * ratio * Math.sqrt(8 / 32) } : each,
    ),
  };
};

const judged = (between: typeof layers, ...ratios: number[]) =>
  biasBeforeBatchNorm.judge(
    seenOf({ setup: setupFor({ layers: [dense, ...between, ...others] }), probes: ratios.map(probeWith) }),
  );

describe("a bias before a batch normalization", () => {
  it("is seen by order and by its gradient", () => {
    const verdict = judged([norm], 1e-7, 2e-7);
    expect(verdict?.sentence).toMatch(/^The bias of dense does nothing.* 8 numbers are stored/);
    expect(verdict?.evidence[0].value).toBeCloseTo(2e-7, 12);
    expect(judged([norm], 1e-7, 0.99e-3)).toBeDefined();
    expect(judged([norm], 1e-7, 1.01e-3)).toBeUndefined();
  });

  it("is none where something else comes between, or nothing was probed", () => {
    expect(judged([{ ...norm, path: "tanh", kind: "tanh" }, norm], 1e-7)).toBeUndefined();
    expect(judged([norm])).toBeUndefined();
    expect(judged([], 1e-7)).toBeUndefined();
  });
});
