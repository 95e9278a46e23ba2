import { mkdir, readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeRun } from "../journal/testing/run-json.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(async () => {
  process.chdir(within());
  await writeRun("runs/a");
});
afterEach(() => process.chdir(before));

describe("thalweg note", () => {
  it("keeps notes and shows them", async () => {
    expect(await runHere("note", "runs/a")).toEqual({
      exitCode: 0,
      out: 'runs/a has no notes; thalweg note runs/a "…" writes one\n',
      err: "",
    });
    expect(await runHere("note", "runs/a", " slower, but steadier ")).toMatchObject({
      exitCode: 0,
      out: "noted in runs/a\n",
    });
    const { out } = await runHere("note", "a", "again", "--json");
    const { run, notes } = JSON.parse(lastLine(out));
    expect([run, notes.map(({ text }: { text: string }) => text)]).toEqual([
      "runs/a",
      ["slower, but steadier", "again"],
    ]);
    const shown = await runHere("note", "a");
    expect(shown.out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}slower, but steadier\n.* {2}again\n$/);
    expect(await readFile("runs/a/notes.jsonl", "utf8")).toMatch(/^\{"time":"[^"]+Z","text":"slower.*\n\{.*\}\n$/);
  });

  it("sends no control signs to the terminal", async () => {
    await runHere("note", "a", "red \u001b[31malarm");
    expect((await runHere("note", "a")).out).toContain("red  [31malarm");
  });

  it.each([
    [["none", "text"], "note: there is no folder none"],
    [["empty", "text"], "note: empty is no run, it has no run.json"],
    [["", "text"], "note: must name the folder of a run, got nothing"],
    [["runs/a", ""], "note: the text is empty"],
    [["runs/a", "  "], "note: the text is empty"],
    [["runs/a", "two\nlines"], "note: a note is one line"],
    [[], "missing required argument 'run'"],
    [["runs/a", "one", "two"], "too many arguments"],
  ])("refuses %j with exit code 2", async (parameters, message) => {
    await mkdir("empty");
    const { exitCode, out, err } = await runHere("note", ...parameters);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect((await runHere("note", "a")).out).toContain("has no notes");
  });
});
