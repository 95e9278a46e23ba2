import { type DType, itemBytes, type TypedArray, typedArray, viewOf } from "../../dtype.ts";
import type { Kernel } from "../../kernel.ts";
import { type LaunchArray, writeLaunch } from "../launch.ts";
import { itemCount } from "../layout.ts";
import { renderKernel } from "../render.ts";

/** An array to launch a kernel on, strides and offset in elements. */
export interface TestArray {
  readonly strides: readonly number[];
  readonly offset?: number;
  readonly gatherStride?: number;
}

const isRun = (value: unknown): value is (launch: number, begin: number, end: number, scratch: number) => void =>
  typeof value === "function";

const memory = new WebAssembly.Memory({ initial: 512 });
const scratch = 510 * 65536;
const functions = new Map<string, (launch: number, begin: number, end: number, scratch: number) => void>();

const functionOf = (kernel: Kernel): ((launch: number, begin: number, end: number, scratch: number) => void) => {
  const known = functions.get(kernel.key);
  if (known) return known;
  const module = new WebAssembly.Module(renderKernel(kernel, false));
  const { run } = new WebAssembly.Instance(module, { device: { memory } }).exports;
  if (!isRun(run)) throw new TypeError("the module has no function run");
  functions.set(kernel.key, run);
  return run;
};

/** Runs `kernel` once, in pieces of `step` items: for tests. */
export const launched = (
  kernel: Kernel,
  extents: readonly number[],
  inputs: readonly (TestArray & { readonly values: TypedArray })[],
  outputs: readonly (TestArray & { readonly length: number; readonly initial?: TypedArray })[],
  numbers: readonly number[] = [],
  step = Number.POSITIVE_INFINITY,
): { outputs: TypedArray[] } => {
  let next = 4096;
  const place = (dtype: DType, values: TypedArray): number => {
    const address = next;
    viewOf(dtype, memory.buffer, address, values.length).set(values);
    next = (next + values.byteLength + 63) & ~63;
    return address;
  };
  const launchArray = (
    dtype: DType,
    address: number,
    { strides, offset = 0, gatherStride = 0 }: TestArray,
  ): LaunchArray => ({
    address: address + offset * itemBytes[dtype],
    strides: strides.map((stride) => stride * itemBytes[dtype]),
    gatherStride: gatherStride * itemBytes[dtype],
  });
  const inputArrays = inputs.map((input, index) => {
    const { dtype } = kernel.accesses[index];
    return launchArray(dtype, place(dtype, input.values), input);
  });
  const addresses = outputs.map(({ length, initial }, index) =>
    place(kernel.outputs[index], initial ?? typedArray(kernel.outputs[index], length)),
  );
  const outputArrays = outputs.map((output, index) => launchArray(kernel.outputs[index], addresses[index], output));
  writeLaunch(new DataView(memory.buffer), 0, kernel, extents, inputArrays, outputArrays, numbers);
  const run = functionOf(kernel);
  const items = itemCount(kernel, extents);
  for (let begin = 0; begin < items; begin += step) run(0, begin, Math.min(items, begin + step), scratch);
  return {
    outputs: outputs.map(({ length }, index) =>
      viewOf(kernel.outputs[index], memory.buffer, addresses[index], length).slice(),
    ),
  };
};
