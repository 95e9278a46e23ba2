import type { Stats } from "node:fs";
import { access, constants, mkdir, readdir, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ThalwegError } from "thalweg/errors";
import { makeFolder, writeFileAtomic } from "thalweg/platform";
import { type EpochRecord, historyCsv } from "thalweg/training";
import { wrongUsage } from "../command-error.ts";
import { lockFolder } from "./folder-lock.ts";
import { pathFolder } from "./path-keeping.ts";

/** What is at a path; undefined for nothing. */
const found = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** Makes a folder that was not there; false when it was. */
const makeNew = async (path: string): Promise<boolean> => {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
};

/** The nearest folder, or whatever lies there instead, in which `path` is or would be made. */
const above = async (path: string): Promise<{ readonly path: string; readonly isFolder: boolean }> => {
  const folder = dirname(resolve(path));
  const there = await found(folder);
  return there || folder === dirname(folder)
    ? { path: folder, isFolder: there?.isDirectory() ?? false }
    : above(folder);
};

/** Fails where nothing can be made at a path, before any time is spent; `option` gave it. */
const checkPlace = async (option: string, path: string): Promise<void> => {
  const { path: folder, isFolder } = await above(path);
  const fails = (reason: string): ThalwegError =>
    new ThalwegError("file", `${option}: ${path} cannot be written: ${reason}; name another place`);
  if (!isFolder) throw fails(`${folder} is no folder`);
  await access(folder, constants.W_OK | constants.X_OK).catch(() => {
    throw fails(`${folder} may not be changed`);
  });
};

/** Refuses a folder that holds a run already, is none or cannot be made, before any time is spent. */
export const checkRunDir = async (runDir: string | undefined): Promise<void> => {
  if (runDir === undefined) return checkPlace("--run-dir", join("runs", "new"));
  if (runDir === "") throw wrongUsage("--run-dir: must name a folder, got nothing");
  const folder = await found(runDir);
  if (folder && !folder.isDirectory()) throw wrongUsage(`--run-dir: ${runDir} is a file; name a folder`);
  if (await found(join(runDir, "run.json"))) {
    throw wrongUsage(`--run-dir: ${runDir} holds a run already; choose another folder, or remove it`);
  }
  await checkPlace("--run-dir", join(runDir, "run.json"));
};

/** Refuses a file name that is a folder's or cannot be written, before any time is spent; `option` gave it. */
export const checkFile = async (option: string, file: string | undefined): Promise<void> => {
  if (file === undefined) return;
  if (file === "") throw wrongUsage(`${option}: must name a file, got nothing`);
  if ((await found(file))?.isDirectory()) throw wrongUsage(`${option}: ${file} is a folder; name a file in it`);
  await checkPlace(option, file);
};

/** What processes leave that were killed while they wrote a file or a lock. */
const isLeftOver = (name: string): boolean => /\.\d+\.[0-9a-z]+\.part$/.test(name) || /^lock\.(old\.)?\d+$/.test(name);

/** Where a run keeps what it leaves: `run.json`, `history.csv`, `checkpoints/*.safetensors`, each written whole. */
export class RunFolder {
  readonly path: string;
  private release: (() => Promise<void>) | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes `runDir`, or else the next free `runs/<date>-<stem>-<n>`, which no other process gets.
   *
   * @example
   * const folder = await RunFolder.claim({ stem: "garments-mlp" }); // runs/2026-01-31-garments-mlp-1
   */
  static async claim({ runDir, stem }: { readonly runDir?: string; readonly stem: string }): Promise<RunFolder> {
    try {
      if (runDir !== undefined) {
        await makeFolder(runDir);
        return new RunFolder(runDir);
      }
      await makeFolder("runs");
      const date = new Date().toISOString().slice(0, 10);
      for (let number = 1; ; number++) {
        const path = join("runs", `${date}-${stem}-${number}`);
        if (await makeNew(path)) return new RunFolder(path);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ThalwegError("file", `the run's folder cannot be made: ${reason}`, { cause: error });
    }
  }

  get checkpoints(): string {
    return join(this.path, "checkpoints");
  }

  /** Makes sure that no other process trains in the folder; `option` has named it. */
  async lock(option: string): Promise<void> {
    this.release ??= await lockFolder(
      this.path,
      (holder, lock) =>
        `${option}: process ${holder} trains in ${this.path}; wait for it, or remove ${lock} if that is no training`,
    );
  }

  /** Lets other processes in again. */
  async unlock(): Promise<void> {
    await this.release?.();
    this.release = undefined;
  }

  /** Removes what killed processes have left, once the folder is locked. */
  async tidy(): Promise<void> {
    for (const folder of [this.path, this.checkpoints, join(this.path, pathFolder)]) {
      const names = await readdir(folder).catch(() => []);
      for (const name of names.filter(isLeftOver)) await rm(join(folder, name), { force: true });
    }
  }

  async remove(...names: readonly string[]): Promise<void> {
    await rm(join(this.path, ...names), { force: true });
  }

  async writeSummary(summary: object): Promise<void> {
    await this.write("run.json", `${JSON.stringify(summary, undefined, 2)}\n`);
  }

  async writeHistory(history: readonly EpochRecord[]): Promise<void> {
    await this.write("history.csv", historyCsv(history));
  }

  private write(name: string, text: string): Promise<void> {
    return writeFileAtomic(join(this.path, name), new TextEncoder().encode(text));
  }
}
