import type { Evidence, Finding, FindingId, Severity } from "./finding.ts";
import type { Observations } from "./observations.ts";

/** What a rule says when it holds; the id, the page and the order are not its business. */
export interface Verdict {
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly string[];
  /** 0 to 1. */
  readonly confidence: number;
  /** The rule's own unless said. */
  readonly severity?: Severity;
}

/** Looks at all that was seen of a run so far, and says what is wrong, or nothing. */
export interface Rule {
  readonly id: FindingId;
  readonly severity: Severity;
  /** One line for lists: what it looks for. */
  readonly summary: string;
  /** Findings that this one brings about, which then come after it. */
  readonly causes: readonly FindingId[];
  judge(seen: Observations): Verdict | undefined;
}

/** The finding of a rule, where it holds. */
export const findingOf = (rule: Rule, seen: Observations): Finding | undefined => {
  const verdict = rule.judge(seen);
  if (!verdict) return undefined;
  return { id: rule.id, severity: rule.severity, ...verdict, page: `docs/findings/${rule.id}.md` };
};
