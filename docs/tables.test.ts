/** Tables in pages list what the library and the command line have, no more and no less. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Surface, surfaces } from "thalweg/problems";
import { describe, expect, it } from "vitest";
import { commandsFor } from "../packages/cli/src/command-line.ts";
import { adviseCommand } from "../packages/cli/src/commands/advise.ts";
import { averageCommand } from "../packages/cli/src/commands/average.ts";
import { batchesCommand } from "../packages/cli/src/commands/batches.ts";
import { benchCommand } from "../packages/cli/src/commands/bench.ts";
import { compareCommand } from "../packages/cli/src/commands/compare.ts";
import { compareNetworkCommand } from "../packages/cli/src/commands/compare-network.ts";
import { diagnoseCommand } from "../packages/cli/src/commands/diagnose.ts";
import { doctorCommand } from "../packages/cli/src/commands/doctor.ts";
import { explainCommand } from "../packages/cli/src/commands/explain.ts";
import { findLrCommand } from "../packages/cli/src/commands/find-lr.ts";
import { landscapeCommand } from "../packages/cli/src/commands/landscape.ts";
import { lessonCommand } from "../packages/cli/src/commands/lesson.ts";
import { noteCommand } from "../packages/cli/src/commands/note.ts";
import { optimizersCommand } from "../packages/cli/src/commands/optimizers.ts";
import { runsCommand } from "../packages/cli/src/commands/runs.ts";
import { runsCompareCommand } from "../packages/cli/src/commands/runs-compare.ts";
import { saddleCommand } from "../packages/cli/src/commands/saddle.ts";
import { drawOptions } from "../packages/cli/src/commands/schedule.ts";
import { schedulesCommand } from "../packages/cli/src/commands/schedules.ts";
import { sweepCommand } from "../packages/cli/src/commands/sweep.ts";
import { trainCommand } from "../packages/cli/src/commands/train.ts";
import { trainCsvCommand } from "../packages/cli/src/commands/train-csv.ts";
import { trainTextCommand } from "../packages/cli/src/commands/train-text.ts";
import { Interruption } from "../packages/cli/src/surroundings.ts";
import { read } from "./testing/blocks.ts";
import { generatedPages, regenerated } from "./testing/generated.ts";

const docs = dirname(fileURLToPath(import.meta.url));
const page = (name: string): string => read(`${docs}/${name}`);

it.each(generatedPages)("%s has what is in the registries; npm run pages writes it", (name) => {
  expect(page(name)).toBe(regenerated(name, page(name)));
});

const silent = { write: () => true };
const surroundings = { out: silent, err: silent, interruption: new Interruption() };

describe.each([
  ["thalweg train <dataset>", trainCommand(surroundings).options],
  ["thalweg train text", trainTextCommand(surroundings).options],
  ["thalweg train csv", trainCsvCommand(surroundings).options],
  ["thalweg diagnose <run>", diagnoseCommand(surroundings).options],
  ["thalweg doctor", doctorCommand(surroundings).options],
  ["thalweg optimizers [name]", optimizersCommand(surroundings).options],
  ["thalweg schedules [name]", schedulesCommand(surroundings).options],
  ["thalweg schedule <name>", drawOptions()],
  ["thalweg saddle", saddleCommand(surroundings).options],
  ["thalweg average [file]", averageCommand(surroundings).options],
  ["thalweg batches", batchesCommand(surroundings).options],
  ["thalweg landscape <run>", landscapeCommand(surroundings).options],
  ["thalweg runs [folder...]", runsCommand(surroundings).options],
  ["thalweg runs compare <run...>", runsCompareCommand(surroundings).options],
  ["thalweg note <run>", noteCommand(surroundings).options],
  ["thalweg compare <surface>", compareCommand(surroundings).options],
  ["thalweg compare garments", compareNetworkCommand("garments", surroundings).options],
  ["thalweg sweep <target>", sweepCommand(surroundings).options],
  ["thalweg find-lr [target]", findLrCommand(surroundings).options],
  ["thalweg advise", adviseCommand(surroundings).options],
  ["thalweg lesson [name]", lessonCommand(surroundings).options],
  ["thalweg explain [term]", explainCommand(surroundings).options],
  ["thalweg bench", benchCommand(surroundings).options],
])("command-line.md on %s", (heading, options) => {
  const section =
    page("command-line.md")
      .split(/^## /m)
      .find((part) => part.startsWith(`\`${heading}\``)) ?? "";
  const rows = [...section.matchAll(/^\| `(--[^`]+)` \| ([^|]*) \|/gm)];

  it("has every option once", () => {
    expect(rows.map(([, flags]) => flags)).toEqual(options.map(({ flags }) => flags));
  });

  it.each(options.map((option) => [option.flags, option] as const))("has the default of %s", (flags, option) => {
    const [, , standard] = rows.find(([, own]) => own === flags) ?? [];
    const { defaultValue, defaultValueDescription } = option;
    if (defaultValue === undefined) return;
    expect(standard).toBe(defaultValueDescription ?? (defaultValue === false ? "off" : String(defaultValue)));
  });
});

it("problems.md lists every surface", () => {
  const rows = [...page("problems.md").matchAll(/^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|/gm)];
  const convexity = ({ convex }: Surface): string => (convex === true ? "yes" : `no: ${convex}`);
  expect(rows.map(([, name, formula, , convex]) => [name, formula, convex])).toEqual(
    Object.values(surfaces).map((surface) => [surface.name, surface.formula, convexity(surface)]),
  );
});

it("command-line.md lists every command", () => {
  // schedule has a command for each schedule, and one row for all.
  const commands = commandsFor(surroundings).flatMap((command) => [
    command.name(),
    ...(command.name() === "train" ? command.commands.map((inner) => `train ${inner.name()}`) : []),
  ]);
  const rows = [...page("command-line.md").matchAll(/^\| \[`thalweg ([\w-]+(?: [\w-]+)*)/gm)];
  expect(rows.map(([, name]) => name)).toEqual(commands);
});

it("the table of speeds in README.md is of the measurements", () => {
  const cells = (text: string) =>
    text
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
  /** Cells of the first table after a heading, by task and title. */
  const table = (path: string, heading: string) => {
    const [head, , ...rows] =
      page(path)
        .split(heading)[1]
        .match(/^\|.*\|$(?:\n\|.*\|$)*/m)?.[0]
        .split("\n") ?? [];
    const [, ...titles] = cells(head);
    return new Map(
      rows.map((row) => {
        const [task, ...values] = cells(row);
        return [task, new Map(values.map((value, column) => [titles[column], value]))];
      }),
    );
  };
  const measured = table("../bench/RESULTS.md", "in percent of the other's");
  const shown = table("../README.md", "### Speed");
  expect([...shown.keys()]).toEqual([...measured.keys()]);
  for (const [task, values] of shown) {
    for (const [title, value] of values)
      expect({ task, title, value: measured.get(task)?.get(title) }).toEqual({ task, title, value });
  }
});
