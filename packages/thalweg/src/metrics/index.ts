export { type AccuracyOptions, accuracy } from "./accuracy.ts";
export { confusionMatrix, perClassAccuracy } from "./confusion-matrix.ts";
export type { Metric } from "./metric.ts";
