import type { Outcome } from "./outcome.ts";
import { falseAlarmsOf, poorRunsOf, type RuleTally, talliesOf } from "./tally.ts";

/** The table of the suite as text. */
export const reportOf = (outcomes: readonly Outcome[]): string => {
  const tallies = talliesOf(outcomes);
  return [...(tallies.length > 0 ? [tableOf(tallies)] : []), ...healthyLines(outcomes)].join("\n\n");
};

const tableOf = (tallies: readonly RuleTally[]): string => {
  const rows = [
    ["rule", "runs", "recall", "first", "first instead"],
    ...tallies.map(({ rule, runs, recall, first, instead }) => [
      rule,
      String(runs),
      recall.toFixed(3),
      first.toFixed(3),
      instead.map(({ id, runs: count }) => `${id} ${count}`).join(", "),
    ]),
    totalRow(tallies),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map(([rule, runs, recall, first, instead]) =>
    [rule.padEnd(widths[0]), runs.padStart(widths[1]), recall.padStart(widths[2]), first.padStart(widths[3]), instead]
      .join("  ")
      .trimEnd(),
  );
  const missed = tallies.flatMap((tally) => tally.missed);
  return [...lines, ...(missed.length > 0 ? [`not found: ${missed.join(", ")}`] : [])].join("\n");
};

/** All runs alike: rules with more of them count more. */
const totalRow = (tallies: readonly RuleTally[]): string[] => {
  const runs = tallies.reduce((sum, tally) => sum + tally.runs, 0);
  const mean = (part: (tally: RuleTally) => number) =>
    (tallies.reduce((sum, tally) => sum + part(tally) * tally.runs, 0) / runs).toFixed(3);
  return ["all", String(runs), mean(({ recall }) => recall), mean(({ first }) => first), ""];
};

const healthyLines = (outcomes: readonly Outcome[]): string[] => {
  const healthy = outcomes.filter(({ rule }) => rule === "healthy");
  if (healthy.length === 0) return [];
  const alarms = falseAlarmsOf(outcomes);
  const poor = poorRunsOf(outcomes);
  const runs = new Set(alarms.map((alarm) => alarm.case)).size;
  const advice = new Map<string, number>();
  for (const { found } of healthy) {
    for (const { id, severity } of found) if (severity === "advice") advice.set(id, (advice.get(id) ?? 0) + 1);
  }
  return [
    [
      `healthy runs: ${healthy.length}, with a finding of warning or above: ${runs}`,
      ...alarms.map(({ id, severity, case: name }) => `  ${severity}: ${id} in ${name}`),
      ...(advice.size > 0 ? [`  advice: ${Array.from(advice, ([id, count]) => `${id} ${count}`).join(", ")}`] : []),
      ...(poor.length > 0 ? [`  too low a score to be called healthy: ${poor.join(", ")}`] : []),
    ].join("\n"),
  ];
};
