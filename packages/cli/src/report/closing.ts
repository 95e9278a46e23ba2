import type { EpochRecord } from "thalweg/training";
import type { Results, TestResults } from "../run/results.ts";
import { classBars } from "./class-bars.ts";
import { epochTable } from "./epoch-table.ts";
import { plural, showDuration, showScore } from "./numbers.ts";

/** What came of a run: its epochs, how well each class of the test data is recognized, and where it is saved. */
export const closing = (
  history: readonly EpochRecord[],
  results: Results,
  { testAccuracy, testLoss, classAccuracy }: TestResults,
  path: string,
): readonly string[] => {
  const classes = Object.keys(classAccuracy);
  const accuracies = Object.values(classAccuracy).map((value) => value ?? undefined);
  const { epochs, steps, seconds, millisecondsPerStep } = results;
  return [
    "",
    ...epochTable(history),
    "",
    "accuracy on the test data, by class",
    ...classBars(classes, accuracies),
    "",
    `test accuracy ${showScore(testAccuracy)}, test loss ${showScore(testLoss)}`,
    `${plural(epochs, "epoch")}, ${plural(steps, "update")} in ${showDuration(seconds)}, ` +
      `${millisecondsPerStep.toFixed(2)} ms an update`,
    `saved in ${path}`,
  ];
};
