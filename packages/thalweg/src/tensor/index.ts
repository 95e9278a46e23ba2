import { evaluateNodes } from "./evaluate.ts";
import type { Tensor } from "./tensor.ts";

export * from "./activations.ts";
export * from "./attention.ts";
export * from "./compile.ts";
export * from "./constructors.ts";
export * from "./convolution.ts";
export { currentDevice, type DeviceName, deviceNames, useDevice } from "./device.ts";
export * from "./draws.ts";
export * from "./linear-algebra.ts";
export * from "./pooling.ts";
export * from "./scan.ts";
export * from "./tensor.ts";
export * from "./tree.ts";
export type { Padding, PerAxis, WindowOptions } from "./window-options.ts";

/** Executes several tensors in one run; they keep their values. */
export const evaluate = (...tensors: readonly Tensor[]): Promise<void> =>
  evaluateNodes(tensors.map((tensor) => tensor.node));
