import type { WrittenTask } from "./files.ts";
import type { About, Unable } from "./side.ts";

/**
 * How the measuring program talks with a side: it writes one line of JSON to the side's standard input, the side
 * answers with one line on its standard output, and waits for the next. The measuring program ends it by closing the
 * input.
 */
export type Request =
  /** Who are you? */
  | { readonly do: "introduce" }
  /** Get ready for a task, forgetting the one before. */
  | { readonly do: "prepare"; readonly task: WrittenTask }
  | { readonly do: "run"; readonly calls: number }
  | { readonly do: "result" }
  /** Let go of the task. */
  | { readonly do: "release" };

/** What a side answers to each request; milliseconds, one a call, to `run`. */
export interface Answers {
  readonly introduce: About;
  readonly prepare: { readonly ready: true } | Unable;
  readonly run: { readonly times: readonly number[] };
  readonly result: { readonly value: number | null };
  readonly release: { readonly released: true };
}

/** A side that cannot answer says why. */
export interface Failure {
  readonly error: string;
}
