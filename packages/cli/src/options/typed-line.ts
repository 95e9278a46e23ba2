import type { Command } from "commander";

/** A word as shells read it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The words that the user typed after `thalweg`. */
export const typedWords = (command: Command): readonly string[] => {
  let root = command;
  while (root.parent) root = root.parent;
  const words: unknown = "rawArgs" in root ? root.rawArgs : [];
  return Array.isArray(words) ? words.map(String) : [];
};

/** Words as a line that shells read the same. */
export const lineOf = (words: readonly string[]): string => ["thalweg", ...words.map(quoted)].join(" ");

/** The command line that the user typed, to be shown beside its results. */
export const typedLine = (command: Command): string => lineOf(typedWords(command));
