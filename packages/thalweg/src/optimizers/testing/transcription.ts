import { expect } from "vitest";
import { Generator } from "../../random/index.ts";
import { Optimizer, type OptimizerSpec } from "../index.ts";

/** A matrix of 4 rows and 3 columns, and a vector. */
export interface Both {
  readonly w: Float64Array;
  readonly b: Float64Array;
}

export const shapes = { w: [4, 3], b: [4] } as const;
export const both = ["w", "b"] as const;

const drawnBoth = (generator: Generator, size = 1): Both => ({
  w: Float64Array.from({ length: 12 }, () => size * generator.normal()),
  b: Float64Array.from({ length: 4 }, () => size * generator.normal()),
});

/** Zeros, one array a parameter. */
export const zerosOfBoth = (): Both => ({ w: new Float64Array(12), b: new Float64Array(4) });

/** Changes weights in place at step t, from 1. */
export type PlainStep = (weights: Both, gradient: Both, t: number) => void;

/** Gradients whose size varies from step to step, and a few rows of zeros. */
const drawnGradients = (generator: Generator, steps: number): readonly Both[] =>
  Array.from({ length: steps }, (_, step) => {
    const gradient = drawnBoth(generator, 10 ** (generator.uniform() * 3 - 1.5));
    if (step % 4 === 3) gradient.w.fill(0, 3, 6);
    return gradient;
  });

/** Runs an optimizer and a rule written out on plain arrays over drawn gradients, and compares the weights after each step. */
export const expectTranscription = (
  optimizer: OptimizerSpec,
  plain: (start: Both) => PlainStep,
  { steps = 25, tolerance = 1e-12, seed = 7 } = {},
): void => {
  const generator = new Generator(seed);
  const start = drawnBoth(generator);
  const expected: Both = structuredClone(start);
  const found: Both = structuredClone(start);
  const running = new Optimizer(
    { w: { data: found.w, shape: shapes.w }, b: { data: found.b, shape: shapes.b } },
    optimizer,
  );
  const step = plain(structuredClone(start));
  for (const [index, gradient] of drawnGradients(generator, steps).entries()) {
    running.step({ ...gradient });
    step(expected, gradient, index + 1);
    for (const name of both) {
      found[name].forEach((value, i) => {
        const off = Math.abs(value - expected[name][i]) / Math.max(1, Math.abs(expected[name][i]));
        expect(off, `${name}[${i}] after step ${index + 1}`).toBeLessThanOrEqual(tolerance);
      });
    }
  }
};

/** Calls `change` for every element of both parameters. */
export const eachElement = (change: (name: "w" | "b", i: number) => void): void => {
  for (const name of both) for (let i = 0; i < (name === "w" ? 12 : 4); i++) change(name, i);
};
