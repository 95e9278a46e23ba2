import { describe, expect, it } from "vitest";
import type { Probe } from "../probe.ts";
import { probeScalars } from "./probe-scalars.ts";

const probe: Probe = {
  step: 5,
  learningRate: 0.5,
  examples: 8,
  loss: 1,
  gradientNorm: 3,
  weightNorm: 10,
  updateNorm: 0.1,
  parameters: [
    { name: "dense/weight", size: 4, gradientNorm: 2, weightNorm: 4, updateNorm: 1 },
    { name: "dense/bias", size: 1, gradientNorm: 1, weightNorm: 0, updateNorm: 1 },
  ],
  layers: [
    { layer: "relu", mean: 1, deviation: 2, largest: 3, zeros: 0.5, dead: 0.25 },
    { layer: "tanh", mean: 0, deviation: 1, largest: 1, zeros: 0, dead: 0, saturated: 0.75 },
  ],
};

const plain = {
  "probe/gradient norm": 3,
  "probe/weight norm": 10,
  "probe/update to weight": 0.01,
  "gradient norm/dense/weight": 2,
  "gradient norm/dense/bias": 1,
  "update to weight/dense/weight": 0.25,
  "activations/relu/mean": 1,
  "activations/relu/deviation": 2,
  "activations/relu/largest": 3,
  "activations/relu/zeros": 0.5,
  "activations/relu/dead": 0.25,
  "activations/tanh/mean": 0,
  "activations/tanh/deviation": 1,
  "activations/tanh/largest": 1,
  "activations/tanh/zeros": 0,
  "activations/tanh/dead": 0,
  "activations/tanh/saturated": 0.75,
};

describe("probeScalars", () => {
  it("names the numbers of a probe, ratios where there is something to divide by", () => {
    expect(probeScalars(probe)).toEqual(plain);
    const { "probe/update to weight": _, ...others } = plain;
    expect(probeScalars({ ...probe, weightNorm: 0 })).toEqual({ ...others, "probe/weight norm": 0 });
  });

  it("adds the turn of the gradient, and curvature with the rate", () => {
    const turn = { lossAfter: 0.9, cosine: 0.75, slopeBefore: -1, slopeAfter: -0.5, halves: 0.1, signal: 2, noise: 60 };
    const curvature = { largest: 3, smallest: -1, products: 9 };
    const added = { "probe/curvature": 3, "probe/smallest curvature": -1, "probe/rate times curvature": 1.5 };
    expect(probeScalars({ ...probe, turn, curvature })).toEqual({
      ...plain,
      ...added,
      "probe/cosine of gradients": 0.75,
      "probe/noise scale": 30,
    });
    expect(probeScalars({ ...probe, turn: { ...turn, signal: -1 } })).toEqual({
      ...plain,
      "probe/cosine of gradients": 0.75,
    });
  });
});
