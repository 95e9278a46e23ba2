import { describe, expect, it } from "vitest";
import type { Instruction, Plan } from "../devices/device.ts";
import { referenceDevice, wasmDevice } from "../devices/index.ts";
import {
  assemble,
  binary,
  concat,
  cumsum,
  expandTo,
  gather,
  input,
  literal,
  matmul,
  type Node,
  type ReduceName,
  reduce,
  reshape,
  scalar,
  scatterAdd,
  select,
  sizeOf,
  slice,
  transpose,
  unary,
} from "../graph/index.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import { programOf } from "./items.ts";
import { planOf, type Update } from "./plan.ts";
import { executeWhole } from "./testing/execute.ts";

const planned = (outputs: readonly Node[], updates?: readonly Update[]): Plan =>
  planOf(programOf(outputs), updates).plan;

/** One word an instruction: how many phases and outputs a kernel has, what finishes a product. */
const summary = ({ instructions }: Plan): string[] =>
  instructions.map((instruction: Instruction) => {
    if (instruction.kind === "kernel") {
      return `kernel of ${instruction.kernel.phases.length} to ${instruction.kernel.outputs.length}`;
    }
    return instruction.kind === "matmul" && instruction.epilogue ? "finished matmul" : instruction.kind;
  });

const keep = (name: ReduceName, x: Node, axis: number): Node =>
  reshape(
    reduce(name, x, [axis]),
    x.shape.map((extent, a) => (a === axis ? 1 : extent)),
  );
const add = (a: Node, b: Node) => binary("add", a, b);
const sub = (a: Node, b: Node) => binary("sub", a, b);
const mul = (a: Node, b: Node) => binary("mul", a, b);
const div = (a: Node, b: Node) => binary("div", a, b);
const f = (index: number, ...shape: number[]) => input(index, shape, "float32");
const number = (value: number) => literal(value, "float32");

const x = f(0, 32, 10);

describe("a plan", () => {
  it("runs an element-wise chain as one kernel over one loop", () => {
    const plan = planned([mul(add(unary("exp", x), number(1)), x)]);
    expect(summary(plan)).toEqual(["kernel of 1 to 1"]);
    expect(plan.instructions[0]).toMatchObject({ extents: [320] });
    expect(plan.scratchBytes).toBe(0);
  });

  it("updates weights and moments in one pass", () => {
    const [w, g, m, v] = [0, 1, 2, 3].map((index) => f(index, 100));
    const nextM = add(mul(m, number(0.9)), mul(g, number(0.1)));
    const nextV = add(mul(v, number(0.99)), mul(mul(g, g), number(0.01)));
    const nextW = sub(w, div(nextM, add(unary("sqrt", nextV), number(1e-8))));
    const plan = planned([nextW, nextM, nextV]);
    expect(summary(plan)).toEqual(["kernel of 1 to 3"]);
    expect(plan.instructions[0]).toMatchObject({ inputs: { length: 4 } });
  });

  const softmax = (y: Node): Node => {
    const exponentials = unary("exp", sub(y, keep("max", y, 1)));
    return div(exponentials, keep("sum", exponentials, 1));
  };

  it("computes a softmax in one kernel of three phases", () => {
    expect(summary(planned([softmax(x)]))).toEqual(["kernel of 3 to 1"]);
  });

  it("computes a log-softmax with its cross-entropy in one pass over the rows and one over the losses", () => {
    const centred = sub(x, keep("max", x, 1));
    const logs = sub(centred, unary("log", keep("sum", unary("exp", centred), 1)));
    const losses = unary("neg", reduce("sum", mul(logs, f(1, 32, 10)), [1]));
    const loss = div(reduce("sum", losses, [0]), number(32));
    const plan = planned([loss]);
    expect(summary(plan)).toEqual(["kernel of 3 to 1", "kernel of 1 to 1"]);
    // Between them: a loss a row, and nothing as large as the logits.
    expect(plan.scratchBytes).toBe(128);
  });

  it("normalizes layers in one kernel", () => {
    const count = number(10);
    const centred = sub(x, div(keep("sum", x, 1), count));
    const variance = div(keep("sum", mul(centred, centred), 1), count);
    const normal = div(centred, unary("sqrt", add(variance, number(1e-5))));
    const plan = planned([add(mul(normal, f(1, 10)), f(2, 10))]);
    expect(summary(plan)).toEqual(["kernel of 3 to 1"]);
    expect(plan.scratchBytes).toBe(0);
  });

  it("finishes a product with bias and relu where it lies", () => {
    const product = matmul(x, f(1, 10, 20));
    const plan = planned([unary("relu", add(product, f(2, 20)))]);
    expect(summary(plan)).toEqual(["finished matmul"]);
    expect(plan.scratchBytes).toBe(0);
    const [instruction] = plan.instructions;
    if (instruction.kind !== "matmul") throw new Error("not a product");
    expect(instruction.epilogue?.outputs).toEqual([{ slot: instruction.c.slot, offset: 0, strides: [20, 1] }]);
    expect(instruction.epilogue?.extents).toEqual([32, 20]);
  });

  it("keeps a product that its finish and others read", () => {
    const product = matmul(x, f(1, 10, 20));
    const plan = planned([unary("relu", product), transpose(product)]);
    expect(summary(plan)).toEqual(["finished matmul", "kernel of 1 to 1"]);
    expect(plan.scratchBytes).toBe(32 * 20 * 4);
  });

  it("multiplies transposed and sliced operands where they lie", () => {
    const part = slice(f(1, 40, 10), [
      { start: 4, count: 32, step: 1 },
      { start: 0, count: 10, step: 1 },
    ]);
    const plan = planned([matmul(transpose(x), part)]);
    expect(plan.instructions).toMatchObject([
      {
        kind: "matmul",
        m: 10,
        n: 10,
        k: 32,
        a: { offset: 0, row: 1, column: 10 },
        b: { offset: 40, row: 10, column: 1 },
      },
    ]);
  });

  it("multiplies a batch by one matrix as one product of more rows", () => {
    const plan = planned([matmul(f(0, 4, 5, 6), f(1, 6, 7))]);
    expect(plan.instructions).toMatchObject([{ kind: "matmul", batch: [], m: 20, n: 7, k: 6 }]);
  });

  it("computes parts of an assembled array where they belong", () => {
    const parts = [unary("exp", f(0, 3)), matmul(f(1, 2, 2), f(2, 2, 2)), reduce("sum", f(3, 4, 5), [1])];
    const plan = planned([
      assemble(
        parts.map((part) => reshape(part, [-1])),
        0,
        [0, 16, 32],
        48,
      ),
    ]);
    expect(summary(plan).sort()).toEqual(["kernel of 1 to 1", "kernel of 1 to 1", "matmul"]);
    expect(plan.scratchBytes).toBe(0);
    expect(plan.slots.filter(({ place }) => place.kind === "part")).toMatchObject(
      [0, 16, 32].map((offset) => ({ place: { of: 4, offset } })),
    );
  });

  it("sums more than 16384 elements in chunks", () => {
    const plan = planned([reduce("sum", f(0, 50000), [0])]);
    expect(plan.instructions).toMatchObject([{ extents: [4, 16384] }, { extents: [1, 4] }]);
  });

  it("walks gathered rows, running sums and scattered rows as routines of their own", () => {
    const list = input(1, [6], "int32");
    expect(summary(planned([mul(gather(x, list, 0), number(2))]))).toEqual(["kernel of 1 to 1"]);
    expect(summary(planned([cumsum(mul(x, x), 1)]))).toEqual(["kernel of 1 to 1"]);
    expect(summary(planned([scatterAdd(f(0, 6, 3), list, 0, 9)]))).toEqual(["scatterAdd"]);
  });

  it("stores what long chains need, so that kernels stay small", () => {
    let y: Node = x;
    for (let i = 0; i < 300; i++) y = add(unary("sin", y), x);
    const { instructions } = planned([y]);
    expect(instructions.length).toBeGreaterThan(3);
    for (const instruction of instructions) {
      if (instruction.kind === "kernel") expect(instruction.kernel.values.length).toBeLessThan(3000);
    }
  });
});

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

describe("sizes", () => {
  it("are those of the outputs", () => {
    expect(planned([reduce("max", x, [0])]).slots.map(({ length }) => length)).toEqual([sizeOf(x.shape), 10]);
  });
});
