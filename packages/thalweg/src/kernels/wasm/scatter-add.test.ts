import { describe, expect, it } from "vitest";
import { scatterAdd } from "../../devices/reference/scatter-add.ts";
import { type DType, itemBytes, typedArray, viewOf } from "../dtype.ts";
import { renderScatterAdd } from "./scatter-add.ts";
import { type ScatterAddSizes, scatterAddItems, scatterAddSpan, scatterAddWords } from "./scatter-add-layout.ts";

const isRun = (value: unknown): value is (launch: number, begin: number, end: number, scratch: number) => void =>
  typeof value === "function";

/** Elements of a row in an item. */
const spanOf = (dtype: DType): number => scatterAddSpan / itemBytes[dtype];

/** The sum by the module, `step` items at a time from the last to the first, and by the reference. */
const scattered = (dtype: DType, sizes: ScatterAddSizes, step: number) => {
  const { outer, extent, count, inner } = sizes;
  const memory = new WebAssembly.Memory({ initial: 16 });
  const module = new WebAssembly.Module(renderScatterAdd(dtype, false));
  const { run } = new WebAssembly.Instance(module, { device: { memory } }).exports;
  if (!isRun(run)) throw new TypeError("the module has no function run");
  const places = { indices: 4096, source: 65536, target: 8 * 65536 };
  const words = new Int32Array(memory.buffer);
  const settings = { extent, count, inner, ...places };
  for (const name of ["extent", "count", "inner", "indices", "source", "target"] as const) {
    words[scatterAddWords[name] / 4] = settings[name];
  }
  const indices = new Int32Array(memory.buffer, places.indices, count).map((_, i) => ((i * 7) % (extent + 2)) - 1);
  new Int32Array(memory.buffer, places.indices, count).set(indices);
  const source = viewOf(dtype, memory.buffer, places.source, outer * count * inner);
  for (let i = 0; i < source.length; i += 1) source[i] = Math.sin(i) * (dtype === "int32" ? 2 ** 31 : 300);
  const length = outer * extent * inner;
  const target = viewOf(dtype, memory.buffer, places.target, length + 1).fill(77);
  const items = scatterAddItems(dtype, sizes);
  for (let end = items; end > 0; end -= step) run(0, Math.max(0, end - step), end, 0);
  const expected = typedArray(dtype, length + 1).fill(77);
  const slots = { indices: 0, source: 1, target: 2 };
  scatterAdd({ kind: "scatterAdd", dtype, ...sizes, ...slots }, [indices, source, expected]);
  return { target, expected };
};

describe("the scatter-add module", () => {
  it.each(["float32", "float64", "int32", "uint8"] as const)("adds %s rows by clamped index, to the bit", (dtype) => {
    for (const inner of [1, 3, spanOf(dtype), 2 * spanOf(dtype) + 5]) {
      for (const [outer, extent, count] of [
        [1, 5, 40],
        [3, 1, 7],
        [2, 9, 0],
      ]) {
        for (const step of [1, 2, 100]) {
          const { target, expected } = scattered(dtype, { outer, extent, count, inner }, step);
          expect(target).toEqual(expected);
        }
      }
    }
  });

  it("has no items where there is nothing to write", () => {
    expect(scatterAddItems("float32", { outer: 0, extent: 3, count: 2, inner: 4 })).toBe(0);
    expect(scatterAddItems("float32", { outer: 2, extent: 3, count: 2, inner: 0 })).toBe(0);
  });
});
