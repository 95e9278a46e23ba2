import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { checkFile, checkRunDir, RunFolder } from "./run-folder.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(() => process.chdir(within()));
afterEach(() => process.chdir(before));

describe("RunFolder", () => {
  it("takes the next number that is free, even when several ask at once", async () => {
    const claims = [1, 2, 3].map(() => RunFolder.claim({ stem: "garments-mlp" }));
    const names = (await Promise.all(claims)).map(({ path }) => path).sort();
    const date = new Date().toISOString().slice(0, 10);
    expect(names).toEqual([1, 2, 3].map((number) => join("runs", `${date}-garments-mlp-${number}`)));
  });

  it("writes whole files in the folder it is given", async () => {
    const folder = await RunFolder.claim({ runDir: within("a", "b"), stem: "" });
    await folder.writeSummary({ seed: 3 });
    expect(JSON.parse(await readFile(within("a", "b", "run.json"), "utf8"))).toEqual({ seed: 3 });
    expect(await readdir(within("a", "b"))).toEqual(["run.json"]);
  });

  it("lets in one process alone, and takes over the lock of one that is no more", async () => {
    const folder = await RunFolder.claim({ runDir: within("run"), stem: "" });
    const lock = join(within("run"), "lock");
    await writeFile(lock, String(process.ppid));
    await expect(folder.lock("--run-dir")).rejects.toThrow(
      `--run-dir: process ${process.ppid} trains in ${within("run")}; wait for it, or remove ${lock} if that is no training`,
    );
    await writeFile(lock, "999999999");
    await folder.lock("--run-dir");
    expect(await readFile(lock, "utf8")).toBe(String(process.pid));
    await folder.unlock();
    expect(await readdir(within("run"))).toEqual([]);
  });

  it("removes what killed processes have left, and nothing else", async () => {
    const folder = await RunFolder.claim({ runDir: within("run"), stem: "" });
    await mkdir(folder.checkpoints);
    const left = ["run.json.12.ab1.part", "lock.12", "lock.old.12", join("checkpoints", "best.safetensors.7.x.part")];
    const kept = ["run.json", "my.part", "lockpick.12", join("checkpoints", "best.safetensors")];
    for (const name of [...left, ...kept]) await writeFile(within("run", name), "");
    await folder.tidy();
    expect((await readdir(within("run"), { recursive: true })).sort()).toEqual([...kept, "checkpoints"].sort());
  });

  it("fails with the reason where no folder can be made", async () => {
    await writeFile(within("file"), "");
    await expect(RunFolder.claim({ runDir: within("file", "run"), stem: "" })).rejects.toThrow(
      "the run's folder cannot be made",
    );
  });
});

describe("checkRunDir", () => {
  it("refuses a folder that holds a run", async () => {
    await checkRunDir(undefined);
    await checkRunDir(within("new"));
    await mkdir(within("old"));
    await checkRunDir(within("old"));
    await writeFile(within("old", "run.json"), "{}");
    await expect(checkRunDir(within("old"))).rejects.toMatchObject({ exitCode: 2 });
  });

  it("fails where no folder can be made, before anything is", async () => {
    await writeFile(within("file"), "");
    const refused = `--run-dir: ${within("file", "a", "run", "run.json")} cannot be written: ${within("file")} is no folder`;
    await expect(checkRunDir(within("file", "a", "run"))).rejects.toThrow(refused);
    await writeFile("runs", "");
    await expect(checkRunDir(undefined)).rejects.toThrow(/runs is no folder; name another place$/);
  });
});

describe("checkFile", () => {
  it("fails where a file cannot be written, and makes no folder", async () => {
    await checkFile("--save", within("new", "folder", "model.safetensors"));
    expect(await readdir(within())).toEqual([]);
    await writeFile(within("file"), "");
    await expect(checkFile("--save", within("file", "model.safetensors"))).rejects.toMatchObject({ code: "file" });
  });
});
