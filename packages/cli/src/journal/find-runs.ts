import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { suggestion } from "thalweg/errors";
import { wrongUsage } from "../command-error.ts";

/** Folders within that of a run, which hold no runs. */
const inner: ReadonlySet<string> = new Set(["checkpoints", "path", "node_modules"]);

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

const isRun = async (path: string): Promise<boolean> =>
  (await stat(join(path, "run.json")).catch(() => undefined))?.isFile() ?? false;

/** Runs in a folder and below it; links are followed, but no folder is entered twice. */
const runsBelow = async (folder: string, entered: Set<string>): Promise<readonly string[]> => {
  const real = await realpath(folder);
  if (entered.has(real)) return [];
  entered.add(real);
  const found: string[] = (await isRun(folder)) ? [folder] : [];
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (inner.has(entry.name) || entry.name.startsWith(".")) continue;
    const isEntered = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path)));
    if (isEntered) found.push(...(await runsBelow(path, entered).catch(() => [])));
  }
  return found;
};

/** Where runs are kept unless the user says otherwise. */
export const usualFolder = "runs";

/** Folders of all runs in and below the given ones; each once. */
export const findRuns = async (folders: readonly string[]): Promise<readonly string[]> => {
  const entered = new Set<string>();
  const found: string[] = [];
  for (const folder of folders.length === 0 ? [usualFolder] : folders) {
    if (await isFolder(folder)) found.push(...(await runsBelow(folder, entered)));
    // Before the first run there is no such folder, and nothing wrong.
    else if (folders.length > 0) throw wrongUsage(`runs: there is no folder ${folder}; name one with runs in it`);
  }
  return found;
};

/** The folder of one run: a path, or the name of a folder in `runs`; `command` asks. */
export const runNamed = async (command: string, name: string): Promise<string> => {
  if (name.trim() === "") throw wrongUsage(`${command}: must name the folder of a run, got nothing`);
  for (const folder of [name, join(usualFolder, name)]) if (await isRun(folder)) return folder;
  if (await isFolder(name))
    throw wrongUsage(`${command}: ${name} is no run, it has no run.json; thalweg runs lists runs`);
  const others = (await isFolder(usualFolder)) ? await runsBelow(usualFolder, new Set()) : [];
  const hint = others.length === 0 ? "; name a folder that thalweg train has left" : nearby(name, others);
  throw wrongUsage(`${command}: there is no folder ${name}${hint}`);
};

const nearby = (name: string, folders: readonly string[]): string => {
  const hint = suggestion(
    basename(name),
    folders.map((folder) => basename(folder)),
  );
  return hint.startsWith("; did") ? hint : "; thalweg runs lists those there are";
};
