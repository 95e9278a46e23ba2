/** Tables in pages list what the library and the command line have, no more and no less. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { trainCommand } from "../packages/cli/src/commands/train.ts";
import { Interruption } from "../packages/cli/src/surroundings.ts";
import { read } from "./testing/blocks.ts";
import { generatedPages, regenerated } from "./testing/generated.ts";

const docs = dirname(fileURLToPath(import.meta.url));
const page = (name: string): string => read(`${docs}/${name}`);

it.each(generatedPages)("%s has what is in the registries; npm run pages writes it", (name) => {
  expect(page(name)).toBe(regenerated(name, page(name)));
});

describe("command-line.md", () => {
  const silent = { write: () => true };
  const command = trainCommand({ out: silent, err: silent, interruption: new Interruption() });
  const rows = [...page("command-line.md").matchAll(/^\| `(--[^`]+)` \| ([^|]*) \|/gm)];

  it("has every option of train once", () => {
    expect(rows.map(([, flags]) => flags)).toEqual(command.options.map(({ flags }) => flags));
  });

  it.each(command.options.map((option) => [option.flags, option] as const))(
    "has the default of %s",
    (flags, option) => {
      const [, , standard] = rows.find(([, own]) => own === flags) ?? [];
      const { defaultValue, defaultValueDescription } = option;
      if (defaultValue === undefined) return;
      expect(standard).toBe(defaultValueDescription ?? (defaultValue === false ? "off" : String(defaultValue)));
    },
  );
});

it("the table of speeds in README.md is that of the measurements", () => {
  const ratios = (path: string) =>
    [...page(path).matchAll(/^\| ([^|]+?) +\|(?:[^|\n]*\|)*? +(\d+ %) +\|$/gm)].map(([, task, ratio]) => [task, ratio]);
  expect(ratios("../README.md")).toEqual(ratios("../bench/RESULTS.md"));
});
