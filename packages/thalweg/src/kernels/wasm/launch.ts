import type { Kernel } from "../kernel.ts";
import { argumentParts, launchDims, layoutOf, withLaneDim } from "./layout.ts";

/** An array of a launch, in bytes. */
export interface LaunchArray {
  readonly address: number;
  readonly strides: readonly number[];
  readonly gatherStride?: number;
}

/** Writes an argument in each type a kernel may read it in. */
export const writeArgument = (memory: DataView, at: number, value: number): void => {
  memory.setFloat64(at + argumentParts.float64, value, true);
  memory.setFloat32(at + argumentParts.float32, value, true);
  memory.setInt32(at + argumentParts.int32, value, true);
};

/** Writes a launch block (layout.ts) at address `at`. */
export const writeLaunch = (
  memory: DataView,
  at: number,
  kernel: Kernel,
  extents: readonly number[],
  inputs: readonly LaunchArray[],
  outputs: readonly LaunchArray[],
  numbers: readonly number[],
): void => {
  const layout = layoutOf(withLaneDim(kernel));
  const write = (from: number, values: readonly number[]): void =>
    values.forEach((value, index) => {
      memory.setInt32(at + from + 4 * index, value, true);
    });
  write(0, launchDims(kernel, extents, 1));
  inputs.forEach(({ address, strides, gatherStride = 0 }, index) => {
    write(layout.inputs[index], [address, ...launchDims(kernel, strides, 0), gatherStride]);
  });
  outputs.forEach(({ address, strides }, index) => {
    write(layout.outputs[index], [address, ...launchDims(kernel, strides, 0)]);
  });
  numbers.forEach((value, index) => {
    writeArgument(memory, at + layout.arguments[index], value);
  });
};
