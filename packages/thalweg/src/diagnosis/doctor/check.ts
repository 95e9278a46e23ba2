import type { Finding } from "../finding.ts";

export const checkNames = ["data", "initial loss", "first updates", "gradients", "one batch"] as const;

export type CheckName = (typeof checkNames)[number];

/** One look at a set-up before it is trained. */
export interface Check {
  readonly name: CheckName;
  /** Whether nothing of severity warning or above was found. */
  readonly passed: boolean;
  /** One plain sentence with the numbers that matter. */
  readonly sentence: string;
  /** What to do, where it did not pass. */
  readonly remedies: readonly string[];
  /** What rules say, the likeliest cause first. */
  readonly findings: readonly Finding[];
  readonly seconds: number;
}

export type Outcome = Pick<Check, "passed" | "sentence"> & Partial<Pick<Check, "remedies" | "findings">>;

/** Rules' findings as the outcome of a check, which passes with advice alone. */
export const outcomeOf = (findings: readonly Finding[], fine: string): Outcome => {
  const [first] = findings.filter(({ severity }) => severity !== "advice");
  if (!first) return { passed: true, sentence: fine, findings };
  return { passed: false, sentence: first.sentence, remedies: first.remedies, findings };
};
