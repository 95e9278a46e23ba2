import type { Kernel, Value } from "../kernel.ts";

/**
 * What a launch passes: one block of memory with everything that varies between launches of a kernel.
 *
 *     extents                         i32 a dimension
 *     each input:  address, strides, gather stride       i32, in bytes
 *     each output: address, strides                      i32, in bytes
 *     each argument: f64, f32, i32                       16 bytes
 */
export interface Layout {
  readonly dims: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly arguments: readonly number[];
  readonly bytes: number;
}

/** Where parts of an argument lie. */
export const argumentParts = { float64: 0, float32: 8, int32: 12 } as const;

export const layoutOf = (kernel: Kernel): Layout => {
  const dims = kernel.parallel + kernel.reduced;
  const inputBytes = 4 * (dims + 2);
  const outputBytes = 4 * (dims + 1);
  const inputs = kernel.accesses.map((_, index) => 4 * dims + index * inputBytes);
  const outputStart = 4 * dims + inputs.length * inputBytes;
  const outputs = kernel.outputs.map((_, index) => outputStart + index * outputBytes);
  const argumentStart = (outputStart + outputs.length * outputBytes + 15) & ~15;
  const argumentOffsets = Array.from({ length: kernel.arguments }, (_, index) => argumentStart + 16 * index);
  return { dims, inputs, outputs, arguments: argumentOffsets, bytes: argumentStart + 16 * kernel.arguments };
};

/**
 * A kernel whose lanes run over parallel dimensions, but which has none, gets one of extent 1;
 * `launchDims` does the same to its extents and strides.
 */
export const withLaneDim = (kernel: Kernel): Kernel => {
  if (kernel.parallel > 0 || kernel.vector === "reduced") return kernel;
  const shifted = (value: Value): Value => (value.op === "index" ? { ...value, dim: value.dim + 1 } : value);
  return { ...kernel, parallel: 1, values: kernel.values.map(shifted) };
};

export const launchDims = (kernel: Kernel, perDim: readonly number[], added: number): readonly number[] =>
  kernel.parallel > 0 || kernel.vector === "reduced" ? perDim : [added, ...perDim];

/**
 * Elements of the last parallel dimension in a work item. Work is only ever split between items, so
 * these boundaries, which depend on extents alone, are also those between threads.
 */
export const blockOf = (kernel: Kernel): number => (kernel.reduced > 0 ? 16 : 4096);

/** How many work items a launch has: rows, or blocks of rows. */
export const itemCount = (kernel: Kernel, extents: readonly number[]): number => {
  const parallel = extents.slice(0, kernel.parallel);
  const last = parallel.at(-1);
  if (last === undefined) return 1;
  const rows = parallel.slice(0, -1).reduce((product, extent) => product * extent, 1);
  return rows * (kernel.vector === "reduced" ? last : Math.ceil(last / blockOf(kernel)));
};
