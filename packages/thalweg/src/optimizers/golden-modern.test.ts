import { describe, expect, it } from "vitest";
import { functionNamed, type Names, optionsOf } from "../conventions/testing/matching.ts";
import * as catalogue from "./catalogue/index.ts";
import { chain, lookahead, momentum, type OptimizerSpec, sam } from "./index.ts";
import { faultyReferences } from "./testing/faulty-references.ts";
import { expectEvaluationWeights, expectTrajectory, type GoldenCase, golden } from "./testing/golden.ts";

const names: Names = {
  lr: "learningRate",
  betas: ["beta1", "beta2", "beta3"],
  eps: "epsilon",
};

/** How the catalogue calls what a package calls otherwise. */
const renamed: Readonly<Record<string, string>> = {
  SGDScheduleFree: "scheduleFreeSgd",
  AdamWScheduleFree: "scheduleFreeAdamW",
};

const wrapped: Readonly<Record<string, (learningRate: number) => OptimizerSpec>> = {
  "lookahead(adam, k=5, alpha=0.5)": (learningRate) =>
    lookahead(catalogue.adam({ learningRate }), { k: 5, alpha: 0.5 }),
  "sam(sgd momentum 0.9, rho=0.05)": (learningRate) => chain(sam({ rho: 0.05 }), momentum({ learningRate, beta: 0.9 })),
};

const optimizerFor = ({ optimizer, settings }: GoldenCase): OptimizerSpec | undefined => {
  const special = wrapped[optimizer] ?? faultyReferences[optimizer];
  if (special) return special(Number(settings.lr));
  return functionNamed(catalogue, renamed[optimizer] ?? optimizer)?.(optionsOf(settings, names));
};

/** Compared in soap.test.ts, as far as rounding allows: gradients without full rank leave their eigenvectors open. */
const elsewhere = ({ optimizer, problem }: GoldenCase): boolean => optimizer === "soap" && problem === "mlp";

const all = golden("modern").cases;
const cases = all
  .filter((expected) => !elsewhere(expected))
  .map((expected) => {
    const name = `${expected.optimizer} ${JSON.stringify(expected.settings)}`;
    return { name, problem: expected.problem, expected, optimizer: optimizerFor(expected) };
  });

describe("agreement with the newer optimizers' own packages over 200 steps, to 1e-10", () => {
  it.each(cases)("$name on $problem", async ({ name, problem, expected, optimizer }) => {
    if (!optimizer) return expect.unreachable(`${name} is not in the catalogue`);
    await expectTrajectory(expected, optimizer);
    if (expected.evalParams) await expectEvaluationWeights(problem, optimizer, expected.evalParams);
  });

  it("covers every case but one", () => {
    expect(all).toHaveLength(80);
    expect(cases).toHaveLength(79);
  });
});
