import { describe, expect, it } from "vitest";
import type { Instruction, Plan } from "../devices/device.ts";
import {
  assemble,
  binary,
  cumsum,
  eigh,
  gather,
  input,
  literal,
  matmul,
  type Node,
  qr,
  type ReduceName,
  reduce,
  reshape,
  scatterAdd,
  sizeOf,
  slice,
  transpose,
  unary,
} from "../graph/index.ts";
import { programOf } from "./items.ts";
import { planOf, type Update } from "./plan.ts";

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
    const even = planned([reduce("sum", f(0, 50000), [0])]);
    expect(even.instructions).toMatchObject([{ extents: [4, 12500] }, { extents: [1, 4] }]);
    const prime = planned([reduce("sum", f(0, 50021), [0])]);
    expect(prime.instructions).toMatchObject([{ extents: [4, 16384] }, { extents: [1, 4] }]);
  });

  it("walks gathered rows, running sums and scattered rows as routines of their own", () => {
    const list = input(1, [6], "int32");
    expect(summary(planned([mul(gather(x, list, 0), number(2))]))).toEqual(["kernel of 1 to 1"]);
    expect(summary(planned([cumsum(mul(x, x), 1)]))).toEqual(["kernel of 1 to 1"]);
    expect(summary(planned([scatterAdd(f(0, 6, 3), list, 0, 9)]))).toEqual(["scatterAdd"]);
  });

  it("calls a routine once for all its results, on a copy where its matrix is not in order", () => {
    const gram = matmul(f(0, 4, 6), transpose(f(0, 4, 6)));
    const { values, vectors } = eigh(gram);
    expect(summary(planned([matmul(vectors, vectors), mul(values, values)]))).toEqual([
      "matmul",
      "call",
      "matmul",
      "kernel of 1 to 1",
    ]);
    expect(summary(planned([qr(transpose(f(0, 4, 6))).r]))).toEqual(["kernel of 1 to 1", "call", "kernel of 1 to 1"]);
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

describe("sizes", () => {
  it("are those of the outputs", () => {
    expect(planned([reduce("max", x, [0])]).slots.map(({ length }) => length)).toEqual([sizeOf(x.shape), 10]);
  });
});
