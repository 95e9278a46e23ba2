/** What is told of a word of the field; words beside it are the other names it goes by. */
export interface Entry {
  /** Two or three plain sentences. */
  readonly says: string;
  readonly formula?: string;
  /** Who wrote it down first, or best. */
  readonly source?: string;
  readonly aliases?: readonly string[];
  /** Terms of the glossary. */
  readonly related: readonly string[];
  /** A command that shows it. */
  readonly command?: string;
  /** An expression of the library. */
  readonly code?: string;
}

export type Entries = Readonly<Record<string, Entry>>;

export interface Term extends Entry {
  readonly name: string;
}
