/** Settings of a run that takes a moment. */
import { type ImageSettings, usualImages } from "../images/settings.ts";

export const smallSettings = (changes: Partial<ImageSettings> = {}): ImageSettings => ({
  ...usualImages,
  dataset: "garments",
  trainExamples: 100,
  testExamples: 50,
  hidden: [8],
  epochs: 2,
  batchSize: 32,
  ...changes,
});
