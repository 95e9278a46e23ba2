import { versions } from "../versions.ts";
import type { Plan } from "./plan.ts";

/** How far a run has come. */
export type RunStatus =
  | { readonly status: "training" }
  | { readonly status: "finished" }
  | { readonly status: "interrupted" }
  | { readonly status: "failed"; readonly reason: string };

/** What `run.json` says: everything needed to understand the run, to repeat it and to go on with it. */
export const runSummary = (
  plan: Plan,
  started: Date,
  status: RunStatus,
  results: object,
  resuming: object = {},
): object => {
  const { task, settings, optimizer, trainer, device } = plan;
  const { learningRate, schedule } = settings;
  return {
    command: "train",
    ...status,
    started: started.toISOString(),
    ...resuming,
    seed: settings.seed,
    data: task.data,
    // As they were given; below they are as the optimizer has them.
    given: { ...(learningRate === undefined ? {} : { learningRate }), schedule },
    settings: { ...settings, learningRate: optimizer.learningRate, schedule: optimizer.schedule },
    parameters: trainer.parameterCount,
    device,
    versions: versions(),
    results,
  };
};
