import { versions } from "../versions.ts";
import type { Plan } from "./plan.ts";

/** How far a run has come. */
export type RunStatus =
  | { readonly status: "training" }
  | { readonly status: "finished" }
  | { readonly status: "interrupted" }
  | { readonly status: "failed"; readonly reason: string };

/** What `run.json` says: everything needed to understand the run, and to repeat it. */
export const runSummary = (plan: Plan, started: Date, status: RunStatus, results: object): object => {
  const { task, settings, optimizer, trainer, device } = plan;
  return {
    command: "train",
    ...status,
    started: started.toISOString(),
    seed: settings.seed,
    data: task.data,
    settings: { ...settings, learningRate: optimizer.learningRate, schedule: optimizer.schedule },
    parameters: trainer.parameterCount,
    device,
    versions: versions(),
    results,
  };
};
