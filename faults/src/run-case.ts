import { type Callback, type Finding, findingsOf, type History, type Observations, useDevice, watching } from "thalweg";
import { fitPlan, type RunPlan, trainerFor } from "./run-plan.ts";

export interface CaseResult {
  /** The likeliest cause first. */
  readonly findings: readonly Finding[];
  readonly observations: Observations;
  readonly history: History;
  readonly seconds: number;
}

/** One thread and our own products: the same numbers on every machine. To be called once, before all else. */
export const startDevice = (): void => useDevice("wasm", { threads: 1, blas: "off" });

/** Trains as planned, watched, and says what was found. */
export const runCase = async (plan: RunPlan, watchers: readonly Callback[] = []): Promise<CaseResult> => {
  const start = performance.now();
  const seen = watching();
  const history = await fitPlan(trainerFor(plan), plan, [seen, ...watchers]);
  const observations = seen.observations();
  if (!observations) throw new Error("run-case: the fit never began");
  return { findings: findingsOf(observations), observations, history, seconds: (performance.now() - start) / 1000 };
};
