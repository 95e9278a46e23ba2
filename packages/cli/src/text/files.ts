import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { readText } from "thalweg/data";
import { ThalwegError } from "thalweg/errors";

/** What folders hold that nobody wrote to be read. */
const isLeftOut = (name: string): boolean => name.startsWith(".") || name === "node_modules";

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

/** A file itself, or all files in a folder and its folders, by name. */
const filesAt = async (path: string): Promise<readonly string[]> => {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new ThalwegError("file", `--file: there is no file or folder ${path}`);
  if (!found.isDirectory()) return [path];
  const entries = (await readdir(path, { withFileTypes: true })).filter(({ name }) => !isLeftOut(name)).sort(byName);
  const inside = entries.map(({ name }) => filesAt(join(path, name)));
  const files = (await Promise.all(inside)).flat();
  if (files.length > 0) return files;
  throw new ThalwegError("file", `--file: the folder ${path} holds no files`);
};

/** Texts one after the other, and the files they are from. */
export interface Texts {
  readonly text: string;
  readonly files: readonly string[];
}

/** Reads all files named, and all in the folders named, as UTF-8. */
export const readTexts = async (paths: readonly string[]): Promise<Texts> => {
  const files: string[] = [];
  for (const path of paths) files.push(...(await filesAt(path)));
  const texts: string[] = [];
  for (const file of files) texts.push(await readText(file));
  const text = texts.join("\n");
  if (text.trim() !== "") return { text, files };
  throw new ThalwegError("data", `--file: there must be text to learn from, ${paths.join(", ")} holds none`);
};
