import { optimizers } from "thalweg/optimizers";
import { type Json, schedules } from "thalweg/schedules";

/** A Markdown table as it stands in pages. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
};

const code = (text: string): string => `\`${text}\``;

/** `factor` 0.1; without a value when it follows from other options. */
const optionsText = (required: readonly string[], defaults: Readonly<Record<string, Json>>): string =>
  [
    ...required.map(code),
    ...Object.entries(defaults).map(([name, value]) =>
      value === null ? code(name) : `${code(name)} ${JSON.stringify(value)}`,
    ),
  ].join(", ");

/** Every schedule of the registry. */
export const schedulesTable = (): string =>
  table(
    ["schedule", "what", "value at step t", "options and defaults"],
    Object.values(schedules).map(({ kind, summary, formula, required, defaults }) => [
      code(kind),
      summary,
      formula,
      optionsText(required, defaults),
    ]),
  );

/** Every optimizer of the registry with what is known to go wrong. */
export const optimizersTable = (): string =>
  table(
    ["in code", "on the command line", "rule", "memory", "known issue"],
    Object.values(optimizers).map(({ name, command, formula, memory, knownIssue }) => [
      code(name),
      code(command),
      formula,
      memory,
      knownIssue,
    ]),
  );

export const optimizerDefaultsTable = (): string =>
  table(
    ["optimizer", "options and defaults"],
    Object.values(optimizers).map(({ name, defaults }) => [code(name), optionsText([], defaults)]),
  );
