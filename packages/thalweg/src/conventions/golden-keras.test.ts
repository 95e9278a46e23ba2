import { describe, expect, it } from "vitest";
import { expectEvaluationWeights, expectTrajectory, golden } from "../optimizers/testing/golden.ts";
import { keras } from "./index.ts";
import { functionNamed, type Names, optionsOf } from "./testing/matching.ts";

const names: Names = {
  beta_1: "beta1",
  beta_2: "beta2",
  clipnorm: "clipNorm",
  global_clipnorm: "globalClipNorm",
  clipvalue: "clipValue",
  l1_regularization_strength: "l1",
  l2_regularization_strength: "l2",
};

const cases = golden("keras").cases.map((expected) => ({
  name: `${expected.optimizer} ${JSON.stringify(expected.settings)}`,
  problem: expected.problem,
  expected,
  create: functionNamed(keras, expected.optimizer),
}));

describe("agreement with Keras 3.15 over 200 steps, to 1e-10", () => {
  it("covers every case", () => {
    expect(cases.length).toBe(66);
    expect(cases.filter(({ create }) => !create).map(({ name }) => name)).toEqual([]);
  });

  it.each(cases)("$name on $problem", async ({ expected, create }) => {
    const { optimizer, settings, problem, ema } = expected;
    if (!create) throw new Error(`no function of Keras is called ${optimizer}`);
    // Whatever the weights are, Keras 3.15 works out the factor of its norm clips in float32, and so Adafactor's
    // means and step size: they are off by up to 6e-8, which the 200 steps magnify a little.
    const inFloat32 = "clipnorm" in settings || "global_clipnorm" in settings || optimizer === "Adafactor";
    const ours = create(optionsOf(settings, names));
    await expectTrajectory(expected, ours, inFloat32 ? 2e-7 : 1e-10);
    if (ema) await expectEvaluationWeights(problem, ours, ema);
  });
});
