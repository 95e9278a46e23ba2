/** `thalweg compare` on a surface. */
import { Option } from "commander";
import { checkDimensions, convexityOf, type Surface } from "thalweg/problems";
import { wrongUsage } from "../command-error.ts";
import { type Entrant, entrantsOf } from "../lab/compare-entrants.ts";
import { type Comparison, surfaceReport } from "../lab/compare-report.ts";
import { type Ground, outcomeFacts, outcomeOf, plannedFor } from "../lab/compare-surface.ts";
import { comparisonTable, comparisonText } from "../lab/compare-table.ts";
import { checkTable, tuningFacts } from "../lab/tune-report.ts";
import { type Check, checkTunable, checkTuned, type Tuned, tuneOnSurface } from "../lab/tune-surface.ts";
import { count, finite, notNegative, positive } from "../options/numbers.ts";
import { terminalOf } from "../pictures/terminal-picture.ts";
import { checkPictures, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import { showCount } from "../report/numbers.ts";
import { tableLines } from "../report/table.ts";
import { wrapped } from "../report/wrapped.ts";
import type { Surroundings } from "../surroundings.ts";
import { type ComparisonOptions, listOf } from "./compare-options.ts";
import { option } from "./train-options.ts";

export interface SurfaceOptions extends ComparisonOptions {
  readonly steps: number;
  readonly start?: readonly number[];
  readonly noise: number;
  readonly tolerance: number;
  readonly check?: boolean;
}

export const surfaceOptions = (): readonly Option[] => [
  option("--steps <n>", "updates of each optimizer", count, 5000),
  option("--start <x,y>", "where all begin (default: the surface's own)", listOf(finite)),
  option(
    "--noise <deviation>",
    "normal noise on each element of the gradient, as mini-batches have it",
    notNegative,
    0,
  ),
  option("--tolerance <loss>", "counts the updates until the loss is below", positive, 1e-2),
  new Option("--check", "try the rates that --tune finds on other starts, beside those of a finer grid"),
];

const groundOf = (surface: Surface, options: SurfaceOptions): Ground => {
  const { steps, noise, seeds, seed, tolerance } = options;
  const usualCount = surface.dimensions === "any" ? 2 : surface.dimensions;
  const start = Float64Array.from(options.start ?? surface.start(usualCount));
  if (surface.dimensions !== "any" && start.length !== surface.dimensions) {
    throw wrongUsage(`--start: ${surface.name} takes ${surface.dimensions} numbers, got ${start.length}`);
  }
  checkDimensions(surface, start.length);
  return { surface, start, steps, noise, seeds, seed, tolerance };
};

/** What is compared, in a line. */
const aboutText = ({ surface, start, steps, noise }: Ground): string => {
  const noiseText = noise > 0 ? `, with noise of deviation ${noise} on gradients` : "";
  const fromText = `(${Array.from(start).join(", ")})`;
  return `${surface.title}: ${surface.formula}; ${convexityOf(surface)}. ${showCount(steps)} updates from ${fromText}${noiseText}.`;
};

/** Walks, after looking for rates where that is asked for. */
const compared = async (
  entrants: readonly Entrant[],
  ground: Ground,
  { tune = false, check = false }: SurfaceOptions,
  say: (line: string) => void,
): Promise<Comparison> => {
  const planned = entrants.map((entrant) => plannedFor(entrant, ground.steps));
  const tuned: Tuned[] = [];
  const checks: Check[] = [];
  for (const [index, entrant] of tune ? entrants.entries() : []) {
    say(`looking for the best rate of ${entrant.name}`);
    tuned.push(await tuneOnSurface(entrant, ground));
    if (check) checks.push(await checkTuned(entrant, tuned[index], ground));
  }
  const outcomes = entrants.map((entrant, index) => {
    const optimizer = tune ? plannedFor(entrant, ground.steps, tuned[index].rate) : planned[index];
    return outcomeOf(entrant.name, optimizer, ground);
  });
  const table = comparisonTable(outcomes, ground, tuned);
  return { ground, outcomes, tuned, checks, table, text: comparisonText(outcomes, ground), about: aboutText(ground) };
};

const factsOf = ({ ground, outcomes, tuned, checks }: Comparison) => {
  const { surface, start, ...rest } = ground;
  return {
    surface: surface.name,
    start: Array.from(start),
    ...rest,
    optimizers: outcomes.map((outcome, index) => ({
      ...outcomeFacts(outcome),
      ...(tuned.length > 0 ? { tuning: tuningFacts(tuned[index], checks[index]) } : {}),
    })),
  };
};

/** Compares, writes the pictures and tells what was found. */
export const compareOnSurface = async (
  surface: Surface,
  options: SurfaceOptions,
  command: string,
  surroundings: Surroundings,
): Promise<void> => {
  const { out, err } = surroundings;
  const { json = false, tune = false, check = false } = options;
  if (check && !tune) throw wrongUsage("--check: there are no rates to check without --tune");
  const ground = groundOf(surface, options);
  const entrants = entrantsOf(options);
  if (tune) checkTunable(entrants, ground);
  await checkPictures(options);
  const found = await compared(entrants, ground, options, (line) => err.write(`${line}\n`));
  const report = surfaceReport(found, command);
  const columns = lineWidth(out);
  const chart = report.sections.flatMap(({ figure }) => figure ?? [])[0];
  const checked = checkTable(found.checks);
  const lines = [
    wrapped(found.about, columns, 0),
    "",
    ...tableLines(found.table.head, found.table.rows),
    ...(found.checks.length > 0 ? ["", ...tableLines(checked.head, checked.rows)] : []),
    ...(found.text.length > 0 ? ["", ...found.text.map((line) => wrapped(line, columns, 0))] : []),
    "",
    ...terminalOf(chart, { columns, rows: 16 }),
  ];
  (json ? err : out).write(`${lines.join("\n")}\n`);
  const files = await writePictures(options, report, surroundings);
  if (json) out.write(`${JSON.stringify({ ...factsOf(found), files })}\n`);
};
