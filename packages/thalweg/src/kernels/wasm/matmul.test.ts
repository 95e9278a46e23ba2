import { describe, expect, it } from "vitest";
import { renderMatmul } from "./matmul.ts";
import {
  matmulScratchBytes,
  matmulTable,
  matmulWords,
  type ProductType,
  packedBytes,
  panelCount,
  rowBlocks,
} from "./matmul-layout.ts";

type DeviceFunction = (launch: number, begin: number, end: number, scratch: number) => void;
const isFunction = (value: unknown): value is DeviceFunction => typeof value === "function";

const [m, n, k] = [200, 37, 530];
const arrays = { float32: Float32Array, float64: Float64Array } as const;

/** a·b for fixed a and b, row blocks in pieces of `step`, panels packed in pieces of `panelStep`. */
const multiplied = (dtype: ProductType, fused: boolean, step: number, panelStep: number): number[] => {
  const memory = new WebAssembly.Memory({ initial: 256 });
  const TypedArray = arrays[dtype];
  const bytes = TypedArray.BYTES_PER_ELEMENT;
  const module = new WebAssembly.Module(renderMatmul(dtype, fused, false));
  const { pack, run } = new WebAssembly.Instance(module, { device: { memory } }).exports;
  if (!isFunction(pack) || !isFunction(run)) throw new TypeError("the module has no functions pack and run");
  const a = 4096;
  const b = a + m * k * bytes;
  const c = b + k * n * bytes;
  const packed = c + m * n * bytes;
  const scratch = packed + packedBytes(dtype, n, k);
  expect(scratch + matmulScratchBytes(dtype)).toBeLessThan(memory.buffer.byteLength);
  new TypedArray(memory.buffer, a, m * k).forEach((_, index, values) => {
    values[index] = Math.sin(index * 0.37);
  });
  new TypedArray(memory.buffer, b, k * n).forEach((_, index, values) => {
    values[index] = Math.cos(index * 0.73);
  });
  const words = new Int32Array(memory.buffer);
  const set = (name: keyof typeof matmulWords, value: number): void => {
    words[matmulWords[name] / 4] = value;
  };
  for (const [name, value] of [
    ["m", m],
    ["n", n],
    ["k", k],
    ["a", a],
    ["b", b],
    ["c", c],
  ] as const)
    set(name, value);
  set("packed", packed);
  for (const name of ["aColumn", "bColumn", "cColumn"] as const) set(name, bytes);
  set("aRow", k * bytes);
  set("bRow", n * bytes);
  set("cRow", n * bytes);
  words.fill(0, matmulTable / 4, matmulTable / 4 + 4);
  const panels = panelCount(dtype, n);
  for (let begin = 0; begin < panels; begin += panelStep) pack(0, begin, Math.min(panels, begin + panelStep), scratch);
  for (let begin = 0; begin < rowBlocks(m); begin += step) run(0, begin, Math.min(rowBlocks(m), begin + step), scratch);
  return [...new TypedArray(memory.buffer, c, m * n)];
};

describe("renderMatmul", () => {
  it.each([
    ["float32", false],
    ["float64", false],
  ] as const)("%s: rounds like the plain loop, and however its rows are split (fused %s)", (dtype, fused) => {
    const round = dtype === "float32" ? Math.fround : (x: number) => x;
    const expected = Array.from({ length: m * n }, (_, index) => {
      const [row, column] = [Math.floor(index / n), index % n];
      let sum = 0;
      for (let term = 0; term < k; term += 1) {
        const left = round(Math.sin((row * k + term) * 0.37));
        const right = round(Math.cos((term * n + column) * 0.73));
        sum = round(sum + round(left * right));
      }
      return sum;
    });
    expect(multiplied(dtype, fused, 1, 1)).toEqual(expected);
    expect(multiplied(dtype, fused, 3, 2)).toEqual(expected);
    expect(multiplied(dtype, fused, 100, 100)).toEqual(expected);
  });
});
