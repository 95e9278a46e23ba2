export { type BinaryCrossEntropyOptions, binaryCrossEntropy } from "./binary-cross-entropy.ts";
export { checkOutput } from "./check-output.ts";
export { type CrossEntropyOptions, crossEntropy } from "./cross-entropy.ts";
export { huber } from "./huber.ts";
export { klDivergence } from "./kl-divergence.ts";
export type { Loss, TargetSpec } from "./loss.ts";
export { mae, meanAbsoluteError } from "./mean-absolute-error.ts";
export { mse } from "./mse.ts";
