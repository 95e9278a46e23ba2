import type { Figure } from "../pictures/figure.ts";
import type { Table } from "./compare-table.ts";

/** What an experiment came to. */
export interface Findings {
  readonly table: Table;
  readonly figures: readonly Figure[];
  /** What to see in table and figures. */
  readonly sees: readonly string[];
  /** The numbers that `sees` speaks of, by name; infinite for what diverged. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** An experiment with an explanation. */
export interface Lesson {
  /** As on the command line. */
  readonly name: string;
  readonly title: string;
  /** What to know before, in paragraphs. */
  readonly about: readonly string[];
  readonly run: () => Findings | Promise<Findings>;
  /** A command to go on with by oneself. */
  readonly command: string;
  /** Terms of the glossary. */
  readonly terms: readonly string[];
}
