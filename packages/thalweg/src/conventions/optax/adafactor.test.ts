import { describe, expect, it } from "vitest";
import { memoryMultiple, Optimizer } from "../../optimizers/index.ts";
import { both, expectTranscription, zerosOfBoth } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { optax } from "../index.ts";

const step = (
  options: Parameters<typeof optax.adafactor>[0],
  shape: readonly number[],
  gradient: readonly number[],
) => {
  const weights = { w: { data: gradient.map(() => 2), shape } };
  const copy = { w: { data: Float64Array.from(weights.w.data), shape } };
  new Optimizer(copy, optax.adafactor(options)).step({ w: gradient });
  return [...copy.w.data];
};

describe("optax.adafactor", () => {
  it("takes first steps of sign(g) times the weights' RMS and the rate", () => {
    const [a, b] = step({ learningRate: 0.1 }, [2], [3, -1]);
    expect(a).toBeCloseTo(2 - 0.1 * 2, 13);
    expect(b).toBeCloseTo(2 + 0.1 * 2, 13);
  });

  it("scales by row and column means once both axes are long enough", () => {
    const gradient = [1, 2, 3, 4];
    const [first] = step({ learningRate: 0.1, factoredFrom: 2, clippingThreshold: 0 }, [2, 2], gradient);
    // Rows 2.5 and 12.5, columns 5 and 10: V = 2.5·5/7.5.
    expect(first).toBeCloseTo(2 - 0.2 / Math.sqrt((2.5 * 5) / 7.5), 13);
    expect(step({ learningRate: 0.1 }, [2, 2], gradient)[0]).toBeCloseTo(1.8, 13);
  });

  it("shortens to RMS d, and leaves short updates alone", () => {
    expect(step({ learningRate: 0.1, clippingThreshold: 0.5 }, [2], [3, -1])[0]).toBeCloseTo(1.9, 13);
    expect(step({ learningRate: 0.1, clippingThreshold: 2 }, [2], [3, -1])[0]).toBeCloseTo(1.8, 13);
  });

  it("decays whatever the rate, and averages by option", () => {
    expect(step({ learningRate: 0.1, weightDecay: 0.25 }, [1], [1])[0]).toBeCloseTo(2 - 0.2 - 0.5, 13);
    expect(step({ learningRate: 0.1, beta1: 0.75 }, [1], [1])[0]).toBeCloseTo(2 - 0.05, 13);
    expect(step({ learningRate: 0.1, scaleParameter: false }, [1], [1])[0]).toBeCloseTo(1.9, 13);
  });

  it("keeps factors of large matrices only", () => {
    const large = memoryMultiple(optax.adafactor(), { w: [200, 200] });
    expect(large).toBeLessThan(0.011);
    expect(memoryMultiple(optax.adafactor(), { w: [100, 200] })).toBeGreaterThanOrEqual(1);
  });

  it("does as Optax's source, with factors of a matrix, an average and a decay", () => {
    const learningRate = linear({ initial: 0.2, final: 0.05, total: 20 });
    const options = { learningRate, factoredFrom: 3, beta1: 0.8, weightDecay: 0.01, clippingThreshold: 0.9 };
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const rms = (values: Iterable<number>): number => Math.sqrt(mean([...values].map((value) => value * value)));
    const rows = [0, 1, 2, 3];
    const columns = [0, 1, 2];
    expectTranscription(optax.adafactor(options), () => {
      const [average, squares] = [zerosOfBoth(), zerosOfBoth()];
      // Optax calls what is left when the largest axis is averaged away the rows.
      let [vRow, vColumn] = [columns.map(() => 0), rows.map(() => 0)];
      return (weights, gradient, t) => {
        const decay = 1 - t ** -0.8;
        const square = (i: number): number => gradient.w[i] ** 2 + 1e-30;
        vRow = vRow.map((v, j) => decay * v + (1 - decay) * mean(rows.map((i) => square(3 * i + j))));
        vColumn = vColumn.map((v, i) => decay * v + (1 - decay) * mean(columns.map((j) => square(3 * i + j))));
        const updates = {
          w: [...gradient.w].map((g, at) => {
            const rowFactor = (vRow[at % 3] / mean(vRow)) ** -0.5;
            return g * rowFactor * vColumn[Math.floor(at / 3)] ** -0.5;
          }),
          b: [...gradient.b].map((g, i) => {
            squares.b[i] = decay * squares.b[i] + (1 - decay) * (g * g + 1e-30);
            return g * squares.b[i] ** -0.5;
          }),
        };
        for (const name of both) {
          const shortened = updates[name].map((u) => u / Math.max(1, rms(updates[name]) / 0.9));
          const scale = learningRate(t - 1) * Math.max(1e-3, rms(weights[name]));
          for (const [i, u] of shortened.entries()) {
            average[name][i] = 0.8 * average[name][i] + 0.2 * u * scale;
            weights[name][i] -= average[name][i] + 0.01 * weights[name][i];
          }
        }
      };
    });
  });
});
