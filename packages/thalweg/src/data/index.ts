export { type AddingProblemOptions, addingProblem } from "./adding-problem.ts";
export * from "./augmentation/index.ts";
export type { BatchSource, EpochBatches, EpochRequest } from "./batch-source.ts";
export {
  type Batch,
  type Batches,
  type BatchOptions,
  type BatchSize,
  batches,
  type Remainder,
  updatesPerEpoch,
} from "./batches.ts";
export { classWeights } from "./class-weights.ts";
export { clothing } from "./clothing.ts";
export { type Dataset, type DatasetOptions, dataset, type Examples, exampleCount, select, take } from "./dataset.ts";
export { type FashionMnistOptions, fashionMnist } from "./fashion-mnist.ts";
export { fingerprint } from "./fingerprint.ts";
export { type FoldOptions, folds } from "./folds.ts";
export { type GarmentsOptions, garments } from "./garments/garments.ts";
export { readIdx } from "./idx.ts";
export { type IdxPairOptions, type NamedBytes, readIdxPair } from "./idx-pair.ts";
export * from "./images/index.ts";
export { readNpy } from "./npy.ts";
export { type RescaleOptions, rescale } from "./rescale.ts";
export { type SplitOptions, split } from "./split.ts";
export {
  type StandardizePer,
  type Standardizer,
  type StandardizerState,
  standardizer,
  standardizerFrom,
} from "./standardize.ts";
export * from "./tables/index.ts";
export * from "./text/index.ts";
export type { NestedNumbers, Values } from "./values.ts";
export { writeIdx } from "./write-idx.ts";
export { writeNpy } from "./write-npy.ts";
