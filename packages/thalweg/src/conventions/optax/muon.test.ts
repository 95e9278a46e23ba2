import { describe, expect, it } from "vitest";
import { flatOf, newtonSchulz, quinticStep, wideOf } from "../../optimizers/testing/newton-schulz.ts";
import type { Both, PlainStep } from "../../optimizers/testing/transcription.ts";
import { expectTranscription, zerosOfBoth } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { optax } from "../index.ts";

type Options = NonNullable<Parameters<typeof optax.muon>[0]>;

const standard = [3.4445, -4.775, 2.0315];
const dion = [
  [4.0848, -6.8946, 2.927],
  [3.9505, -6.3029, 2.6377],
  [3.7418, -5.5913, 2.3037],
  [2.8769, -3.1427, 1.2046],
  [2.8366, -3.0525, 1.2012],
];

/** A rule whose matrix steps are η·(factor(t)·direction(m̂) + λw), and whose vectors stay where they are. */
const matrixSteps =
  (
    direction: (hat: number[]) => number[],
    { rate = 0.02, factor = (_: number): number => 1, decay = 0, nesterov = true } = {},
  ) =>
  (): PlainStep => {
    const m = zerosOfBoth().w;
    return ({ w }: Both, gradient: Both, t: number) => {
      for (const [i, g] of gradient.w.entries()) m[i] = 0.95 * m[i] + 0.05 * g;
      const hat = [...m].map((value, i) =>
        nesterov
          ? (0.95 * value) / (1 - 0.95 ** (t + 1)) + (0.05 * gradient.w[i]) / (1 - 0.95 ** t)
          : value / (1 - 0.95 ** t),
      );
      for (const [i, o] of direction(hat).entries()) w[i] -= rate * (factor(t) * o + decay * w[i]);
    };
  };

const withoutVectors: Options = { learningRate: 0.02, epsilon: 1e-8, adamLearningRate: 0 };
const plain = (hat: number[]) => newtonSchulz(hat, standard, 5, 1e-8);

/** By the transpose, whose rows are the shorter side: what Optax scales. */
const scaledRows = (hat: number[], divisors: (gram: number[][]) => number[]): number[] => {
  const wide = wideOf(hat);
  const gram = wide.map((row) => wide.map((other) => row.reduce((sum, value, k) => sum + value * other[k], 0)));
  const scaled = wide.map((row, i) => row.map((value) => value / divisors(gram)[i]));
  let x = quinticStep(scaled, standard);
  for (let step = 1; step < 5; step++) x = quinticStep(x, standard);
  return flatOf(x);
};

/** The largest eigenvalue of a small positive matrix, by many powers. */
const largestEigenvalue = (gram: number[][]): number => {
  let vector = gram.map((_, i) => 1 + 0.1 * i);
  let value = 0;
  for (let step = 0; step < 5000; step++) {
    const next = gram.map((row) => row.reduce((sum, entry, k) => sum + entry * vector[k], 0));
    value = Math.hypot(...next);
    vector = next.map((entry) => entry / value);
  }
  return value;
};

describe("optax.muon, as its source computes each step", () => {
  const cases: [string, Options, ReturnType<typeof matrixSteps>][] = [
    ["by default", {}, matrixSteps(plain)],
    [
      "without a look ahead, decaying",
      { nesterov: false, weightDecay: 0.1 },
      matrixSteps(plain, { nesterov: false, decay: 0.1 }),
    ],
    [
      "adaptive",
      { adaptive: true },
      matrixSteps((hat) => {
        const o = plain(hat);
        const length = hat.reduce((sum, value, i) => sum + value * o[i], 0);
        return o.map((value) => value * length);
      }),
    ],
    [
      "with a scheduled RMS",
      { consistentRms: linear({ initial: 0.2, final: 0.4, total: 10 }) },
      matrixSteps(plain, { factor: (t) => (0.2 + 0.02 * Math.min(t - 1, 10)) * 2 }),
    ],
    [
      "with coefficients for all steps",
      { coefficients: [3, -3.2, 1.2], newtonSchulzSteps: 2 },
      matrixSteps((hat) => newtonSchulz(hat, [3, -3.2, 1.2], 2, 1e-8)),
    ],
    [
      "with Dion's coefficients",
      { coefficients: "dion", newtonSchulzSteps: 2 },
      matrixSteps((hat) => {
        const norm = Math.hypot(...hat) + 1e-8;
        return flatOf(dion.reduce(quinticStep, wideOf(hat.map((value) => value / norm))));
      }),
    ],
    [
      "over the spectral norm",
      { preconditioning: "spectral" },
      matrixSteps((hat) => scaledRows(hat, (gram) => gram.map(() => Math.sqrt(largestEigenvalue(gram)) + 1e-8))),
    ],
    [
      "over rows of the Gram matrix",
      { preconditioning: "aol" },
      matrixSteps((hat) =>
        scaledRows(hat, (gram) => gram.map((row) => Math.sqrt(row.reduce((sum, x) => sum + Math.abs(x), 0)))),
      ),
    ],
    [
      "over Schatten's norm",
      { preconditioning: "schatten" },
      matrixSteps((hat) => scaledRows(hat, (gram) => gram.map(() => Math.sqrt(Math.hypot(...gram.flat()))))),
    ],
  ];

  it.each(cases)("%s", (_, options, steps) => {
    expectTranscription(optax.muon({ ...withoutVectors, ...options }), steps, { tolerance: 1e-10 });
  });

  it("gives vectors a rate of their own", () => {
    const rule = optax.muon({ learningRate: 0, adamLearningRate: 0.1 });
    expectTranscription(rule, () => {
      const [m, v] = [zerosOfBoth().b, zerosOfBoth().b];
      return ({ b }, gradient, t) => {
        for (const [i, g] of gradient.b.entries()) {
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.999 * v[i] + 0.001 * g * g;
          const ahead = (0.9 * m[i]) / (1 - 0.9 ** (t + 1)) + (0.1 * g) / (1 - 0.9 ** t);
          b[i] -= (0.1 * ahead) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
        }
      };
    });
  });

  it("names coefficients that are none", () => {
    expect(() => optax.muon({ coefficients: [] })).toThrow(
      'optax.muon: coefficients must be three finite numbers, a list of such, "standard" or "dion", got []',
    );
  });
});
