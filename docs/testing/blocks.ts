import { readdirSync, readFileSync } from "node:fs";

/** A piece of TypeScript that readers see, and where. */
export interface Program {
  /** `docs/tensors.md:12`, the line where it begins. */
  readonly place: string;
  readonly source: string;
}

const fence = /^```ts( no-run)?\n([\s\S]*?)^```$/gm;
const startsProgram = /^import /m;

/**
 * The programs of a Markdown text. A block that imports begins a program, one that does not continues the one before;
 * blocks marked `ts no-run`, which need the network, are left out, and so are those with an ellipsis for the reader
 * to fill in.
 */
export const markdownPrograms = (path: string, text: string): Program[] => {
  const programs: { place: string; source: string }[] = [];
  for (const { 1: mark, 2: source, index } of text.matchAll(fence)) {
    if (mark !== undefined || isFragment(source)) continue;
    const place = `${path}:${text.slice(0, index).split("\n").length + 1}`;
    const last = programs.at(-1);
    if (last === undefined || startsProgram.test(source)) programs.push({ place, source });
    else last.source += source;
  }
  return programs;
};

const example = /^( *)\* @example\n((?: *\*(?: .*)?\n)+?) *\*\//gm;

/** The examples of a source file's documentation comments. */
export const docstringPrograms = (path: string, text: string): Program[] =>
  [...text.matchAll(example)].flatMap(({ 2: lines, index }) => {
    const source = lines.replace(/^ *\* ?/gm, "");
    if (isFragment(source)) return [];
    return [{ place: `${path}:${text.slice(0, index).split("\n").length + 1}`, source }];
  });

/** Whether an ellipsis stands in the code, comments apart. */
const isFragment = (source: string): boolean => source.replace(/\/\/.*$/gm, "").includes("…");

/** Files under a folder whose names end in `ending`, as paths that begin with the folder. */
export const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(path, ending);
    return entry.name.endsWith(ending) ? [path] : [];
  });

export const read = (path: string): string => readFileSync(path, "utf8");
