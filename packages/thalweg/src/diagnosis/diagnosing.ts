import { type Finding, findingIds, severities } from "./finding.ts";
import type { Observations } from "./observations.ts";
import { findingOf, type Rule } from "./rule.ts";
import { rules as allRules } from "./rules/index.ts";

/** All that is wrong with a run as far as it was seen, the likeliest cause first. */
export const findingsOf = (seen: Observations, rules: readonly Rule[] = allRules): readonly Finding[] =>
  ranked(
    rules.flatMap((rule) => findingOf(rule, seen) ?? []),
    rules,
  );

/**
 * Findings in the order in which to tell them: the severest first, causes before what they bring about, then by
 * confidence, then as `findingIds` lists them. A cause counts as severe as the worst it brings about; advice, which is
 * often harmless, is never the cause of more than advice.
 */
export const ranked = (findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] => {
  const broughtBy = new Map(rules.map(({ id, causes }) => [id, causes]));
  const brings = (cause: Finding, effect: Finding): boolean =>
    cause !== effect &&
    (broughtBy.get(cause.id) ?? []).includes(effect.id) &&
    (cause.severity !== "advice" || effect.severity === "advice");
  const weight = new Map(findings.map((finding) => [finding, weightOf(finding, findings, brings)]));
  const left = [...findings].sort(
    (a, b) =>
      (weight.get(a) ?? 0) - (weight.get(b) ?? 0) ||
      b.confidence - a.confidence ||
      findingIds.indexOf(a.id) - findingIds.indexOf(b.id),
  );
  const told: Finding[] = [];
  while (left.length > 0) {
    // A cause weighs at least as much as what it brings about, so that those of the first one's weight are enough. Where
    // some bring each other about, the first of them begins once nothing outside their ring is behind them.
    const reached = new Map(left.map((finding) => [finding, reachedFrom(finding, left, brings)]));
    const begins = (finding: Finding): boolean =>
      left.every((other) => !reached.get(other)?.has(finding) || reached.get(finding)?.has(other));
    const free = left.findIndex((finding) => weight.get(finding) === weight.get(left[0]) && begins(finding));
    const [next] = left.splice(Math.max(free, 0), 1);
    const cause = told.find((other) => brings(other, next));
    told.push(cause ? { ...next, follows: next.follows ?? cause.id } : next);
  }
  return told;
};

type Brings = (cause: Finding, effect: Finding) => boolean;

/** The severity, or that of the worst it brings about, directly or by others: 0 for an error. */
const weightOf = (finding: Finding, findings: readonly Finding[], brings: Brings): number =>
  Math.min(...Array.from(reachedFrom(finding, findings, brings), ({ severity }) => severities.indexOf(severity)));

/** A finding with all that it brings about, directly or by others. */
const reachedFrom = (finding: Finding, findings: readonly Finding[], brings: Brings): ReadonlySet<Finding> => {
  const reached = new Set([finding]);
  for (const cause of reached) {
    for (const effect of findings) if (brings(cause, effect)) reached.add(effect);
  }
  return reached;
};
