import { describe, expect, it } from "vitest";
import { adam, adamMini, memoryMultiple, Optimizer } from "../index.ts";
import { both, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

/** Indices of the blocks: columns of the [4, 3] matrix, which lead to one output each, and the whole vector. */
const blocks = {
  w: [0, 1, 2].map((column) => [0, 1, 2, 3].map((row) => 3 * row + column)),
  b: [[0, 1, 2, 3]],
};

describe("adamMini", () => {
  it("is the paper's step, block by block", () => {
    const [rate, beta1, beta2, epsilon, lambda] = [0.05, 0.8, 0.95, 1e-3, 0.1];
    expectTranscription(adamMini({ learningRate: rate, beta1, beta2, epsilon, weightDecay: lambda }), () => {
      const m = zerosOfBoth();
      const scale = { w: [0, 0, 0], b: [0] };
      return (w, g, t) => {
        for (const name of both) {
          blocks[name].forEach((indices, block) => {
            const mean = indices.reduce((sum, i) => sum + g[name][i] ** 2, 0) / indices.length;
            scale[name][block] = beta2 * scale[name][block] + (1 - beta2) * mean;
            const root = Math.sqrt(scale[name][block] / (1 - beta2 ** t)) + epsilon;
            for (const i of indices) {
              m[name][i] = beta1 * m[name][i] + (1 - beta1) * g[name][i];
              w[name][i] -= rate * (m[name][i] / (1 - beta1 ** t) / root + lambda * w[name][i]);
            }
          });
        }
      };
    });
  });

  it("is Adam where every block is one weight", () => {
    const start = { data: Float64Array.of(1, -2, 3), shape: [1, 3] };
    const [mini, whole] = [structuredClone(start), structuredClone(start)];
    const optimizers = [
      new Optimizer({ w: mini }, adamMini({ learningRate: 0.1 })),
      new Optimizer({ w: whole }, adam({ learningRate: 0.1 })),
    ];
    for (const gradient of [
      [1, 2, 3],
      [0.1, -5, 0],
      [7, 7, 1e-4],
    ])
      for (const optimizer of optimizers) optimizer.step({ w: gradient });
    mini.data.forEach((value, i) => {
      expect(value).toBeCloseTo(whole.data[i], 13);
    });
  });

  it("keeps one average and one number for each output", () => {
    expect(memoryMultiple(adamMini(), { w: [64, 10] })).toBe(1 + 1 / 64);
    expect(memoryMultiple(adamMini(), { filters: [3, 3, 4, 8] })).toBe(1 + 1 / 36);
    expect(memoryMultiple(adamMini(), { b: [100] })).toBe(1.01);
  });
});
