import { describe, expect, it } from "vitest";
import { referenceDevice, wasmDevice } from "../devices/index.ts";
import {
  assemble,
  binary,
  concat,
  expandTo,
  gather,
  input,
  literal,
  type Node,
  reduce,
  reshape,
  scalar,
  select,
  slice,
  unary,
} from "../graph/index.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import { executeWhole } from "./testing/execute.ts";

const devices = [
  { name: "reference", device: referenceDevice() },
  { name: "wasm", device: await wasmDevice() },
];

describe.each(devices)("results on $name", ({ device }) => {
  const run = async (outputs: readonly Node[], ...inputs: TypedArray[]) =>
    (await executeWhole(device, outputs, { inputs })).map((values) => [...values]);

  it("of 10,000 additions in a row are exact", async () => {
    let y: Node = input(0, [3], "float64");
    for (let i = 0; i < 10_000; i++) y = binary("add", y, literal(1, "float64"));
    expect(await run([y], Float64Array.of(0.5, -1, 3))).toEqual([[10000.5, 9999, 10003]]);
  });

  it("of a sum of 1,000 inputs are exact", async () => {
    const nodes = Array.from({ length: 1000 }, (_, index) => input(index, [2], "float64"));
    const sum = nodes.reduce((a, b) => binary("add", a, b));
    const inputs = nodes.map((_, index) => Float64Array.of(index, 1));
    expect(await run([sum], ...inputs)).toEqual([[499500, 1000]]);
  });

  it("of 200 outputs of one input are right", async () => {
    const y = input(0, [2], "float64");
    const outputs = Array.from({ length: 200 }, (_, index) => binary("mul", y, literal(index, "float64")));
    expect((await run(outputs, Float64Array.of(1, -2))).map(([first]) => first)).toEqual(
      outputs.map((_, index) => index),
    );
  });

  it("leave gaps of assembled arrays zero, at every run", async () => {
    const y = input(0, [2], "float64");
    const joined = assemble([binary("add", y, y), unary("neg", y)], 0, [1, 5], 8);
    const result = [0, 2, 4, 0, 0, -1, -2, 0];
    const used = binary("add", joined, literal(1, "float64"));
    expect(await run([joined], Float64Array.of(1, 2))).toEqual([result]);
    expect(await run([used], Float64Array.of(1, 2))).toEqual([result.map((value) => value + 1)]);
  });

  it("of assembling along an inner axis, and the same part twice, are right", async () => {
    const y = input(0, [2, 2], "float64");
    const double = binary("add", y, y);
    expect(await run([concat([double, y, double], 1)], Float64Array.of(1, 2, 3, 4))).toEqual([
      [2, 4, 1, 2, 2, 4, 6, 8, 3, 4, 6, 8],
    ]);
  });

  it("of long sums are those of a float64 loop over the documented tree", async () => {
    const length = 40_003;
    const values = Float64Array.from({ length }, (_, i) => Math.sin(i) * 10 ** (i % 7));
    const chunkSum = (list: Float64Array): number => {
      const lanes = new Float64Array(8);
      list.forEach((value, k) => {
        lanes[k % 8] += value;
      });
      for (const width of [4, 2, 1]) for (let lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
      return lanes[0];
    };
    const chunks = [0, 1, 2].map((chunk) => chunkSum(values.slice(chunk * 16384, (chunk + 1) * 16384)));
    const sum = reduce("sum", input(0, [length], "float64"), [0]);
    expect(await run([sum], values)).toEqual([[chunkSum(Float64Array.from(chunks))]]);
  });

  it("of two outputs that are the same node have memory of their own", async () => {
    const y = input(0, [2], "float64");
    const twice = binary("add", y, y);
    expect(await run([twice, twice, y, reshape(y, [2, 1])], Float64Array.of(1, 2))).toEqual([
      [2, 4],
      [2, 4],
      [1, 2],
      [1, 2],
    ]);
  });

  it("of kernels with numbers of their own take the right ones", async () => {
    const [y, z] = [input(0, [2], "float64"), input(1, [3], "float64")];
    const outputs = [binary("add", y, scalar(0.5, "float64")), binary("mul", z, scalar(3, "float64"))];
    expect(await run(outputs, Float64Array.of(1, 2), Float64Array.of(1, 2, 3))).toEqual([
      [1.5, 2.5],
      [3, 6, 9],
    ]);
  });

  it("of rows gathered from what is computed wait for it", async () => {
    const y = input(0, [3], "int32");
    const double = binary("add", y, y);
    const rows = gather(concat([double, double], 0), y, 0);
    const list = [gather(double, y, 0), binary("add", rows, y)];
    expect(await run(list, Int32Array.of(2, 0, 1))).toEqual([
      [2, 4, 0],
      [4, 4, 1],
    ]);
  });

  it("of arrays assembled along an inner axis beside a sum are right", async () => {
    const y = input(0, [2, 2], "float64");
    const outputs = [reduce("sum", unary("neg", y), [0, 1]), concat([y, y], 1)];
    expect(await run(outputs, Float64Array.of(1, 2, 3, 4))).toEqual([[-10], [1, 2, 1, 2, 3, 4, 3, 4]]);
  });

  it("of what is made from an assembled array and its parts are right", async () => {
    const y = input(0, [1], "int32");
    const first = slice(concat([y, y], 0), [{ start: 0, count: 1, step: 1 }]);
    expect(await run([unary("neg", binary("add", first, y))], Int32Array.of(-4))).toEqual([[8]]);
  });

  it("of numbers alone fill their shape", async () => {
    expect(await run([expandTo(literal(2, "float64"), [3]), literal(5, "int32")])).toEqual([[2, 2, 2], [5]]);
    expect(await run([select(literal(0, "uint8"), literal(2, "float64"), literal(7, "float64"))])).toEqual([[7]]);
  });
});
