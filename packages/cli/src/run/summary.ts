import { versions } from "../versions.ts";
import type { Plan } from "./plan.ts";
import { factsOf, type Results, type TestResults } from "./results.ts";

/** How far a run has come. */
export type RunStatus =
  | { readonly status: "training" }
  | { readonly status: "finished" }
  | { readonly status: "interrupted" }
  | { readonly status: "failed"; readonly reason: string };

/** What `run.json` says: everything needed to understand the run, and to repeat it. */
export const runSummary = (
  plan: Plan,
  started: Date,
  status: RunStatus,
  results: Results & Partial<TestResults>,
): object => {
  const { settings, data, optimizer, device } = plan;
  const { dataset, trainExamples, validationExamples, testExamples, parameters } = factsOf(plan);
  return {
    command: "train",
    ...status,
    started: started.toISOString(),
    seed: settings.seed,
    data: {
      name: dataset,
      trainExamples,
      validationExamples,
      testExamples,
      fingerprints: data.fingerprints,
      classes: data.classes,
      inputs: data.standardizer
        ? { rescaled: [0, 1], standardized: { ...data.standardizer, apply: undefined, applyTo: undefined } }
        : { rescaled: [0, 1] },
    },
    settings: { ...settings, learningRate: optimizer.learningRate, schedule: optimizer.schedule },
    parameters,
    device,
    versions: versions(),
    results,
  };
};
