import type { FindingId, Severity } from "thalweg";
import { type CaseName, planOf } from "./case.ts";
import { healthyNamed, scoreOf } from "./healthy.ts";
import { runCase } from "./run-case.ts";

/** What came of a case, small enough to be sent and kept. */
export interface Outcome extends CaseName {
  /** The likeliest cause first. */
  readonly found: readonly { readonly id: FindingId; readonly severity: Severity; readonly confidence: number }[];
  /** Accuracy or R² on validation data at the end. */
  readonly score?: number;
  /** What a healthy run must reach. */
  readonly least?: number;
  readonly updates: number;
  readonly seconds: number;
}

export const outcomeOf = async (name: CaseName): Promise<Outcome> => {
  const { findings, history, seconds } = await runCase(planOf(name));
  const score = scoreOf(history);
  const least = name.rule === "healthy" ? healthyNamed(name.problem).problem.reaches.least : undefined;
  return {
    ...name,
    found: findings.map(({ id, severity, confidence }) => ({ id, severity, confidence })),
    ...(score !== undefined && { score }),
    ...(least !== undefined && { least }),
    updates: history.epochs.at(-1)?.step ?? 0,
    seconds,
  };
};
