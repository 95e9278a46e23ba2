import { expect, it } from "vitest";
import type { OptimizerAbout } from "../../training/index.ts";
import { probeAt, seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { clippingAlwaysActive } from "./clipping-always-active.ts";

const stages = ["scaleByLearningRate"];
const plain: OptimizerAbout = { ...setupFor().optimizer, name: "gradientDescent", stages };

/** Probes of 20 updates each with these gradient norms, and a clip of 1. */
const clipped = (norms: readonly number[], optimizer = plain) =>
  seenOf({
    setup: setupFor({ clip: 1, optimizer }),
    steps: stepsWith(Array.from({ length: 20 * norms.length }, () => 0.5)),
    probes: norms.map((gradientNorm, index) => probeAt(20 * (index + 1), { gradientNorm })),
  });

const all = (norm: number) => Array.from({ length: 20 }, () => norm);

it("tells what the rate is worth", () => {
  const verdict = clippingAlwaysActive.judge(clipped(all(20)));
  expect(verdict?.sentence).toContain("20 times the clip of 1, so that");
  expect(verdict?.sentence).toContain("the rate of 0.01 works as 5e-4");
  expect(verdict?.remedies[0]).toContain(": 40");
  expect(verdict?.severity).toBeUndefined();
});

it("says nothing of a rate to an optimizer without one", () => {
  const seen = clipped(all(20));
  const steps = seen.steps.map((step) => ({ ...step, learningRate: Number.NaN }));
  expect(clippingAlwaysActive.judge({ ...seen, steps })?.sentence).toMatch(/sets the length of the steps\.$/);
});

it("needs three times the clip at 90 % of the probes, late ones too", () => {
  expect(clippingAlwaysActive.judge(clipped(all(3.1)))).toMatchObject({ severity: "advice" });
  expect(clippingAlwaysActive.judge(clipped(all(2.9)))).toBeUndefined();
  expect(clippingAlwaysActive.judge(clipped([...all(20).slice(1), 1]))).toBeDefined();
  expect(clippingAlwaysActive.judge(clipped([...all(20).slice(3), 1, 1, 1]))).toBeUndefined();
});

it("is advice below ten times, and for optimizers to which length is nothing", () => {
  expect(clippingAlwaysActive.judge(clipped(all(9.9)))).toMatchObject({ severity: "advice" });
  expect(clippingAlwaysActive.judge(clipped(all(10)))?.severity).toBeUndefined();
  expect(clippingAlwaysActive.judge(clipped(all(20), setupFor().optimizer))).toMatchObject({ severity: "advice" });
});

it("knows a clip that the optimizer begins with", () => {
  const optimizer = {
    ...setupFor().optimizer,
    stages: ["clipByGlobalNorm", ...stages],
    hyperparameters: { "clipByGlobalNorm/norm": 0.5 },
  };
  const { clip: _, ...setup } = clipped(all(20), optimizer).setup;
  expect(clippingAlwaysActive.judge({ ...clipped(all(20)), setup })?.sentence).toContain("40 times the clip of 0.5");
  expect(clippingAlwaysActive.judge({ ...clipped(all(20)), setup: setupFor() })).toBeUndefined();
});
