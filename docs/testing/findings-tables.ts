import { findingIds, rules, type Threshold, thresholds } from "thalweg/diagnosis";

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

/** Every rule, in the order in which causes stand before what follows from them. */
export const findingsTable = (table: Table): string =>
  table(
    ["finding", "severity", "what"],
    rules.map(({ id, severity, summary }) => [`[\`${id}\`](${id}.md)`, severity, summary]),
  );

/** Every number that rules compare with. */
export const thresholdsTable = (table: Table): string => {
  const groups: Readonly<Partial<Record<string, Readonly<Record<string, Threshold>>>>> = thresholds;
  return table(
    ["finding", "begins at", "what it bounds", "source"],
    findingIds.flatMap((id) =>
      Object.values(groups[id] ?? {}).map(({ value, about, source }) => [`\`${id}\``, String(value), about, source]),
    ),
  );
};
