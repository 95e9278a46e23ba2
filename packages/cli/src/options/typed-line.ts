import type { Command } from "commander";

/** A word as shells read it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The command line that the user typed, to be shown beside its results. */
export const typedLine = (command: Command): string => {
  let root = command;
  while (root.parent) root = root.parent;
  const words: unknown = "rawArgs" in root ? root.rawArgs : [];
  return ["thalweg", ...(Array.isArray(words) ? words.map((word) => quoted(String(word))) : [])].join(" ");
};
