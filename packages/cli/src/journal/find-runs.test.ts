import { mkdir, symlink } from "node:fs/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { findRuns, runNamed } from "./find-runs.ts";
import { writeRun } from "./testing/run-json.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(async () => {
  process.chdir(within());
  for (const name of ["runs/a", "runs/sweep/trials/000", "runs/a/checkpoints/no", "runs/.hidden", "other"])
    await writeRun(name);
});
afterEach(() => process.chdir(before));

it("finds runs at any depth, each once, also through links that lead in circles", async () => {
  await mkdir("runs/empty");
  await symlink("..", "runs/empty/up");
  await symlink("../other", "runs/linked");
  expect(await findRuns([])).toEqual(["runs/a", "runs/linked", "runs/sweep/trials/000"]);
  expect(await findRuns(["other", "runs/a", "runs"])).toEqual(["other", "runs/a", "runs/sweep/trials/000"]);
});

it("has no runs before the first one, but refuses a folder that is not there", async () => {
  process.chdir("other");
  expect(await findRuns([])).toEqual([]);
  await expect(findRuns(["none"])).rejects.toThrow("runs: there is no folder none; name one with runs in it");
});

it("knows a run by its folder or by its name in runs", async () => {
  expect(await runNamed("note", "runs/a")).toBe("runs/a");
  expect(await runNamed("note", "sweep/trials/000")).toBe("runs/sweep/trials/000");
  const fails = (name: string) => expect(runNamed("note", name)).rejects;
  await fails("runs").toThrow("note: runs is no run, it has no run.json; thalweg runs lists runs");
  await fails("othr/a1").toThrow("note: there is no folder othr/a1; did you mean a?");
  await fails("nothing-of-the-kind").toThrow("; thalweg runs lists those there are");
  await fails(" ").toThrow("note: must name the folder of a run, got nothing");
});
