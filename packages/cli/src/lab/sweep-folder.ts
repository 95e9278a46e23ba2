/**
 * What a sweep keeps: `sweep.json` says what was asked, written once; `trials/007/` is the run folder of a trial, whose
 * `run.json` is replaced whole at the end of each rung; `work/` holds a file for each rung under way. Whatever moment a
 * sweep is ended at, the rungs that have ended stand, and the others have left nothing that counts.
 */
import { randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeFileAtomic } from "thalweg/platform";
import { wrongUsage } from "../command-error.ts";
import { lockFolder } from "../run/folder-lock.ts";
import { RunFolder } from "../run/run-folder.ts";
import { versions } from "../versions.ts";
import type { Assignment } from "./sweep-space.ts";
import { type Outcome, readTrial } from "./trial.ts";

/** What decides the results of a sweep: each option, as it would be typed. */
export type SweepAbout = Readonly<Record<string, string>>;

const record = "sweep.json";

const isAbout = (value: unknown): value is { readonly about: SweepAbout } =>
  typeof value === "object" && value !== null && "about" in value && typeof value.about === "object";

const readAbout = async (path: string): Promise<SweepAbout | undefined> => {
  const text = await readFile(join(path, record), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const content: unknown = JSON.parse(text);
    return isAbout(content) ? content.about : {};
  } catch {
    return {};
  }
};

const difference = (before: SweepAbout, now: SweepAbout): string | undefined => {
  const shown = (value: string | undefined): string => (value === undefined ? "not given" : value);
  const name = [...new Set([...Object.keys(before), ...Object.keys(now)])].find((each) => before[each] !== now[each]);
  return name === undefined ? undefined : `${name} was ${shown(before[name])} there, and is ${shown(now[name])} now`;
};

/** What a sweep leaves that was ended before it had written down what was asked. */
const isBeginning = (name: string): boolean => /^lock(\.|$)/.test(name) || name.startsWith(`${record}.`);

/** Refuses a folder that holds something else than this sweep, before any time is spent. */
export const checkSweepFolder = async (path: string | undefined, about: SweepAbout): Promise<void> => {
  if (path === undefined) return;
  if (path === "") throw wrongUsage("--dir: must name a folder, got nothing");
  let names: readonly string[];
  try {
    names = await readdir(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw wrongUsage(`--dir: ${path} is no folder that can be read; name another one`);
  }
  const before = await readAbout(path);
  if (before === undefined && !names.every(isBeginning)) {
    throw wrongUsage(`--dir: ${path} holds files but no sweep; name an empty or a new folder`);
  }
  const changed = before && difference(before, about);
  if (changed !== undefined) {
    throw wrongUsage(`--dir: ${path} holds another sweep: ${changed}; give the same options, or another folder`);
  }
};

export class SweepFolder {
  readonly path: string;
  private readonly unlock: () => Promise<void>;

  private constructor(path: string, unlock: () => Promise<void>) {
    this.path = path;
    this.unlock = unlock;
  }

  /** Begins a sweep in a folder, or goes on with the one there, which `checkSweepFolder` has found to be the same. */
  static async open(
    path: string | undefined,
    {
      about,
      trials,
      stem,
    }: { readonly about: SweepAbout; readonly trials: readonly Assignment[]; readonly stem: string },
  ): Promise<SweepFolder> {
    const folder = (await RunFolder.claim({ runDir: path, stem })).path;
    const unlock = await lockFolder(
      folder,
      (holder, lock) =>
        `--dir: process ${holder} sweeps in ${folder} already; wait for it, or remove ${lock} if that is no sweep`,
    );
    if ((await readAbout(folder)) === undefined) {
      const begun = { command: "sweep", about, trials, versions: versions() };
      await writeFileAtomic(join(folder, record), new TextEncoder().encode(`${JSON.stringify(begun, undefined, 2)}\n`));
    }
    const made = new SweepFolder(folder, unlock);
    await made.takeBackClaims();
    return made;
  }

  /** What all trials have come to. */
  async outcomes(trials: number): Promise<(readonly Outcome[])[]> {
    const all = Array.from({ length: trials }, (_, trial) => readTrial(this.trial(trial)));
    return (await Promise.all(all)).map((found) => found?.rungs ?? []);
  }

  /** The run folder of a trial. */
  trial(trial: number): string {
    return join(this.path, "trials", nameOf(trial));
  }

  /** Makes the file that becomes a trial's `run.json` at the end of a rung. */
  async claim(trial: number, rung: number): Promise<string> {
    // A name of its own: one that was taken back must not come to life again.
    const claim = join(this.path, "work", `${nameOf(trial)}-${rung}-${randomUUID()}`);
    await makeFolder(this.trial(trial));
    await writeFile(claim, "");
    return claim;
  }

  /** Lets other processes in again. */
  close(): Promise<void> {
    return this.unlock();
  }

  /** What an ended sweep had under way shall not count, even if a process of its still lives. */
  private async takeBackClaims(): Promise<void> {
    const work = join(this.path, "work");
    const gone = join(this.path, `work.old.${process.pid}`);
    // First out of the way at once, then removed file by file.
    await rename(work, gone).catch(() => undefined);
    for (const name of await readdir(this.path)) {
      if (name.startsWith("work.old.")) await rm(join(this.path, name), { recursive: true, force: true });
    }
    await makeFolder(work);
  }
}

/** `000`, `001` … */
export const nameOf = (trial: number): string => String(trial).padStart(3, "0");
