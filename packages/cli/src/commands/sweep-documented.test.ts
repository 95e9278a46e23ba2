/** The commands that the documentation shows, typed. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const page = readFileSync(new URL("../../../../docs/command-line.md", import.meta.url), "utf8");

const commandsOf = (name: string): readonly string[] => {
  const section = page.split(/^## /m).find((part) => part.startsWith(`\`thalweg ${name} `)) ?? "";
  return [...section.matchAll(/^\$ npx thalweg (.+)$/gm)].map(([, line]) => line);
};

/** As a shell does. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

it.each(commandsOf("sweep"))("%s", async (line) => {
  const { exitCode, out, err } = await runHere(...wordsOf(line), "--dir", within("sweep"), "--json");
  expect(exitCode, err).toBe(0);
  const { best, trials } = JSON.parse(lastLine(out));
  expect(best).toEqual(trials[0]);
});

it.each(commandsOf("find-lr"))("%s", async (line) => {
  const { exitCode, out, err } = await runHere(...wordsOf(line), "--json");
  expect(exitCode, err).toBe(0);
  expect(JSON.parse(lastLine(out)).suggestion).toBeGreaterThan(0);
});
