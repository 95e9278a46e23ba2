import type { EpochRecord } from "thalweg/training";
import type { Extent } from "../run/results.ts";
import { epochTable } from "./epoch-table.ts";
import { plural, showDuration } from "./numbers.ts";

/** What came of a run: its epochs, what was found of the finished model, how long it took, and where it is saved. */
export const closing = (
  history: readonly EpochRecord[],
  { epochs, steps, seconds, millisecondsPerStep }: Extent,
  found: readonly string[],
  path: string,
): readonly string[] => [
  "",
  ...epochTable(history),
  "",
  ...found,
  `${plural(epochs, "epoch")}, ${plural(steps, "update")} in ${showDuration(seconds)}, ` +
    `${millisecondsPerStep.toFixed(2)} ms an update`,
  `saved in ${path}`,
];
