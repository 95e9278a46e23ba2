/** Settings of a run that takes a moment. */
import { type TrainSettings, usual } from "../run/settings.ts";

export const smallSettings = (changes: Partial<TrainSettings> = {}): TrainSettings => ({
  ...usual,
  dataset: "garments",
  trainExamples: 100,
  testExamples: 50,
  hidden: [8],
  epochs: 2,
  batchSize: 32,
  ...changes,
});
