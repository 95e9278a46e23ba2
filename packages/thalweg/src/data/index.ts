export {
  type Batch,
  type Batches,
  type BatchOptions,
  type BatchSize,
  batches,
  type Remainder,
  updatesPerEpoch,
} from "./batches.ts";
export { clothing } from "./clothing.ts";
export { type Dataset, type DatasetOptions, dataset, type Examples, exampleCount, select, take } from "./dataset.ts";
export { type FashionMnistOptions, fashionMnist } from "./fashion-mnist.ts";
export { fingerprint } from "./fingerprint.ts";
export { type GarmentsOptions, garments } from "./garments/garments.ts";
export { readIdx } from "./idx.ts";
export { type IdxPairOptions, type NamedBytes, readIdxPair } from "./idx-pair.ts";
export { type RescaleOptions, rescale } from "./rescale.ts";
export { type SplitOptions, split } from "./split.ts";
export {
  type StandardizePer,
  type Standardizer,
  type StandardizerState,
  standardizer,
  standardizerFrom,
} from "./standardize.ts";
export type { NestedNumbers, Values } from "./values.ts";
export { writeIdx } from "./write-idx.ts";
