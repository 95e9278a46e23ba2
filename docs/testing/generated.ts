import { type Convention, isConvention, keras, optax, torch } from "thalweg/conventions";
import { optimizers, type Recipe } from "thalweg/optimizers";
import { type Json, schedules } from "thalweg/schedules";
import { findingsTable, thresholdsTable } from "./findings-tables.ts";
import { glossary } from "./glossary.ts";

/** A Markdown table as it stands in pages. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
};

const code = (text: string): string => `\`${text}\``;

const shown = (value: Json): string => JSON.stringify(value);

type Says = Readonly<Record<string, { readonly says: string }>>;

/** What an option's null stands for, where its rule tells: "… or null for √β₂", "…; peak/25 unless given". */
const meaningOfNull = (says: string): string =>
  (/, or null for (.+)$/.exec(says) ?? /; (.+) unless given$/.exec(says))?.[1] ?? "null";

/** `factor` 0.1, or what it follows from. */
const optionsText = (required: readonly string[], defaults: Readonly<Record<string, Json>>, rules: Says): string =>
  [
    ...required.map(code),
    ...Object.entries(defaults).map(
      ([name, value]) => `${code(name)} ${value === null ? meaningOfNull(rules[name].says) : shown(value)}`,
    ),
  ].join(", ");

/** Every schedule of the registry. */
const schedulesTable = (): string =>
  table(
    ["schedule", "what", "value at step t", "options and defaults"],
    Object.values(schedules).map(({ kind, summary, formula, required, defaults, options }) => [
      code(kind),
      summary,
      formula,
      optionsText(required, defaults, options),
    ]),
  );

/** Every optimizer of the registry, a line each. */
const optimizersTable = (): string =>
  table(
    ["in code", "on the command line", "what", "rule", "memory"],
    Object.values(optimizers).map(({ name, command, summary, formula, memory }) => [
      `[${code(name)}](catalogue.md#${name.toLowerCase()})`,
      code(command),
      summary,
      formula,
      memory,
    ]),
  );

/** One optimizer in full. */
const entry = ({
  name,
  command,
  summary,
  formula,
  memory,
  source,
  whenToUse,
  knownIssue,
  defaults,
  rules,
  needs,
}: Recipe) =>
  [
    `### ${name}`,
    "",
    `${summary}. On the command line \`${command}\`. ${source}.`,
    "",
    `- **Rule.** ${formula}`,
    `- **Memory.** ${memory}`,
    `- **When to use.** ${whenToUse}.`,
    `- **Known issue.** ${knownIssue}.`,
    ...(needs === "matrices" ? ["- **Takes matrices only.** Route other parameters to another optimizer."] : []),
    ...(needs === "function" ? ["- **Needs the function itself.** For the Trainer and `minimize`."] : []),
    "",
    table(
      ["option", "default", "must be"],
      Object.entries(defaults).map(([option, value]) => [code(option), shown(value), rules[option].says]),
    ),
  ].join("\n");

const catalogue = (): string => Object.values(optimizers).map(entry).join("\n\n");

/** Where a convention parts from ours, or how far it does not. */
const partings = ({ name, defaults, differences }: Convention): string => {
  if (differences.length > 0) return `${differences.join(". ")}.`;
  const ours = Object.values(optimizers).find(({ command }) => command === name.toLowerCase());
  const isSame = Object.entries(defaults).every(
    ([option, value]) => ours?.defaults[option] === undefined || shown(ours.defaults[option]) === shown(value),
  );
  return isSame ? "None." : "Defaults only.";
};

/** The optimizers of another library and where their rules part from ours. */
const conventionsTable = (functions: object): string =>
  table(
    ["function", "there", "rule", "defaults", "parts from ours"],
    Object.values<unknown>({ ...functions })
      .filter(isConvention)
      .map((convention: Convention) => {
        const { library, name, original, formula, defaults, rules } = convention;
        return [
          code(`${library}.${name}`),
          code(original),
          formula,
          optionsText([], defaults, rules),
          partings(convention),
        ];
      }),
  );

const conventions = (): string =>
  [
    `### PyTorch\n\n${conventionsTable(torch)}`,
    `### Keras\n\n${conventionsTable(keras)}`,
    `### Optax\n\n${conventionsTable(optax)}`,
  ].join("\n\n");

/** What pages take from the registries: by page, then by the name in its markers. */
const sections: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  "schedules.md": { schedules: schedulesTable },
  "optimizers.md": { optimizers: optimizersTable },
  "catalogue.md": { catalogue },
  "conventions.md": { conventions },
  "glossary.md": { glossary },
  "findings/README.md": { findings: () => findingsTable(table), thresholds: () => thresholdsTable(table) },
};

export const generatedPages: readonly string[] = Object.keys(sections);

/** A page with what stands between its markers made anew. */
export const regenerated = (page: string, text: string): string =>
  Object.entries(sections[page]).reduce((current, [name, make]) => {
    const [begin, end] = [`<!-- begin: ${name} -->\n`, `<!-- end: ${name} -->`];
    const [before, inside, ...rest] = current.split(begin);
    if (inside === undefined || rest.length > 0) throw new Error(`${page} must have "${begin.trim()}" once`);
    const after = inside.slice(inside.indexOf(end));
    return `${before}${begin}${make()}\n${after}`;
  }, text);
