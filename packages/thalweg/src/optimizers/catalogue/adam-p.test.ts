import { describe, expect, it } from "vitest";
import { Generator } from "../../random/index.ts";
import { adamP, Optimizer } from "../index.ts";
import { type Both, both, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Indices of a [4, 3] matrix by channel. */
const channelsOf = {
  first: [0, 1, 2, 3].map((row) => [0, 1, 2].map((column) => 3 * row + column)),
  last: [0, 1, 2].map((column) => [0, 1, 2, 3].map((row) => 3 * row + column)),
};
const everything = [Array.from({ length: 12 }, (_, i) => i)];

interface Settings {
  channels: "first" | "last";
  nesterov: boolean;
  delta: number;
}

/** The authors' rule on plain arrays. */
const written =
  ({ channels, nesterov, delta }: Settings, rate: number, lambda: number, taken: Set<string>) =>
  () => {
    const [m, v] = [zerosOfBoth(), zerosOfBoth()];
    return (w: Both, g: Both, t: number) => {
      for (const name of both) {
        const update = Array.from(g[name], (gradient, i) => {
          m[name][i] = 0.9 * m[name][i] + 0.1 * gradient;
          v[name][i] = 0.999 * v[name][i] + 0.001 * gradient ** 2;
          const above = nesterov ? 0.9 * m[name][i] + 0.1 * gradient : m[name][i];
          return (above * Math.sqrt(1 - 0.999 ** t)) / (Math.sqrt(v[name][i]) + 1e-8) / (1 - 0.9 ** t);
        });
        let share = 1;
        let projection = "none";
        for (const view of name === "w" ? [channelsOf[channels], everything] : []) {
          const cosines = view.map((indices) => {
            const [a, b] = [indices.map((i) => g[name][i]), indices.map((i) => w[name][i])];
            return Math.abs(dot(a, b)) / Math.max(Math.hypot(...a), 1e-8) / Math.max(Math.hypot(...b), 1e-8);
          });
          if (Math.max(...cosines) >= delta / Math.sqrt(view[0].length)) continue;
          for (const indices of view) {
            const length = Math.hypot(...indices.map((i) => w[name][i])) + 1e-8;
            const along = indices.reduce((sum, i) => sum + (w[name][i] / length) * update[i], 0);
            for (const i of indices) update[i] -= (w[name][i] / length) * along;
          }
          share = 0.1;
          projection = view === everything ? "whole" : "channels";
          break;
        }
        if (name === "w") taken.add(projection);
        update.forEach((value, i) => {
          w[name][i] -= rate * (value + lambda * share * w[name][i]);
        });
      }
    };
  };

/** What happens at some step for a δ so small that nothing counts as orthogonal, one in between, and one so large that all does. */
const projections: Readonly<Record<number, readonly string[]>> = {
  1e-9: ["none"],
  0.6: ["none", "whole"],
  10: ["channels"],
};

const settings = (["first", "last"] as const).flatMap((channels) =>
  [1e-9, 0.6, 10].map((delta) => ({ channels, delta, nesterov: delta === 0.6 })),
);

describe("adamP", () => {
  it.each(settings)("is the authors' rule with channels $channels, δ = $delta, nesterov $nesterov", (setting) => {
    const taken = new Set<string>();
    const optimizer = adamP({ learningRate: 0.02, weightDecay: 0.1, ...setting });
    expectTranscription(optimizer, written(setting, 0.02, 0.1, taken));
    expect([...taken].sort()).toEqual(projections[setting.delta]);
  });

  it("never changes the length of scale-invariant weights to first order", () => {
    const generator = new Generator(2);
    const weights = { w: { data: Float64Array.from({ length: 6 }, () => generator.normal()), shape: [3, 2] } };
    const before = weights.w.data.slice();
    const gradient = Float64Array.from({ length: 6 }, () => generator.normal());
    for (const column of [0, 1]) {
      const rows = [0, 1, 2].map((row) => 2 * row + column);
      const along = rows.reduce((sum, i) => sum + gradient[i] * before[i], 0);
      const square = rows.reduce((sum, i) => sum + before[i] ** 2, 0);
      for (const i of rows) gradient[i] -= (along / square) * before[i];
    }
    new Optimizer(weights, adamP({ learningRate: 0.1 })).step({ w: gradient });
    for (const column of [0, 1]) {
      const rows = [0, 1, 2].map((row) => 2 * row + column);
      const moved = rows.reduce((sum, i) => sum + (weights.w.data[i] - before[i]) * before[i], 0);
      expect(moved).toBeCloseTo(0, 7);
    }
    expect(weights.w.data).not.toEqual(before);
  });
});
