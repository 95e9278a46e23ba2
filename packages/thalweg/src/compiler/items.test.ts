import { describe, expect, it } from "vitest";
import {
  alias,
  assemble,
  binary,
  hostLeaf,
  input,
  knob,
  leaf,
  literal,
  reshape,
  scalar,
  stopGradient,
  unary,
} from "../graph/index.ts";
import { baseOf, inOrder, programOf } from "./items.ts";

const x = input(0, [2, 3], "float32");
const y = input(1, [2, 3], "float32");

const count = (kind: string, ...outputs: Parameters<typeof programOf>[0]): number =>
  programOf(outputs).items.filter(({ operation }) => operation.kind === kind).length;

describe("programOf", () => {
  it("computes equal expressions once", () => {
    const twice = binary("mul", binary("add", x, y), binary("add", x, y));
    expect(count("elementwise", twice)).toBe(2);
    expect(count("elementwise", binary("add", x, y), binary("add", y, x))).toBe(2);
  });

  it("sees through aliases", () => {
    const same = binary("add", unary("exp", alias(x)), unary("exp", stopGradient(x)));
    expect(count("alias", same)).toBe(0);
    expect(count("elementwise", same)).toBe(2);
  });

  it("makes users' numbers knobs, so that the key does not know them", () => {
    const scaledBy = (value: number) => programOf([binary("mul", x, scalar(value, "float32"))]);
    expect(scaledBy(2).key).toBe(scaledBy(-0.5).key);
    expect(scaledBy(2).numbers.map(({ operation }) => operation)).toEqual([{ kind: "scalar", value: 2 }]);
    const [sum, product] = [scalar(3, "float32"), scalar(3, "float32")];
    // Two numbers that happen to be equal stay two: another run may tell them apart.
    expect(programOf([binary("add", binary("mul", x, product), sum)]).numbers).toHaveLength(2);
  });

  it("knows the program's own numbers, −0 and NaN among them", () => {
    const key = (value: number) => programOf([binary("max", x, literal(value, "float32"))]).key;
    const keys = [0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(key(1)).toBe(key(1));
  });

  it("reads a knob once however often it is named", () => {
    const rate = () => knob("rate", "float32");
    const program = programOf([binary("add", binary("mul", x, rate()), binary("mul", y, rate()))]);
    expect(program.numbers).toHaveLength(1);
  });

  it("has equal keys for equal graphs over other tensors, and others for other shapes and dtypes", () => {
    const key = (shape: number[], dtype: "float32" | "float64") => {
      const values = dtype === "float32" ? new Float32Array(6) : new Float64Array(6);
      return programOf([unary("exp", hostLeaf(values, shape))]).key;
    };
    expect(key([6], "float32")).toBe(key([6], "float32"));
    expect(new Set([key([6], "float32"), key([2, 3], "float32"), key([6], "float64")]).size).toBe(3);
  });

  it("takes views of one storage as one source", () => {
    const storage = { dtype: "float32", length: 6, host: new Float32Array(6) } as const;
    const program = programOf([binary("add", leaf(storage, [2, 3]), leaf(storage, [3])).inputs[0]]);
    expect(program.sources).toHaveLength(1);
    expect(programOf([reshape(leaf(storage, [2, 3]), [6]), leaf(storage, [6])]).sources).toHaveLength(1);
  });

  it("gives each output memory of its own", () => {
    const sum = binary("add", x, y);
    const { outputs } = programOf([sum, sum, x, alias(sum)]);
    expect(new Set(outputs).size).toBe(4);
    expect(outputs.map(({ operation }) => operation.kind)).toEqual(["elementwise", "copy", "copy", "copy"]);
  });

  it("places parts that nothing else places, and copies the others", () => {
    const [part, other] = [unary("exp", input(0, [4], "float32")), unary("log", input(0, [4], "float32"))];
    const { placed, items } = programOf([assemble([part, other, part], 0, [0, 4, 8], 12)]);
    expect([...placed.values()].map(({ start }) => start)).toEqual([0, 4, 8]);
    expect(items.filter(({ operation }) => operation.kind === "copy")).toHaveLength(1);
    expect([...placed.keys()].map(({ operation }) => operation.kind)).toEqual(["elementwise", "elementwise", "copy"]);
  });
});

describe("inOrder", () => {
  it("visits inputs first and each node once, however deep", () => {
    let node = x;
    for (let i = 0; i < 20_000; i++) node = binary("add", node, node);
    const order = inOrder([node, x]);
    expect(order).toHaveLength(20_001);
    expect(order[0]).toBe(x);
    expect(order.at(-1)).toBe(node);
  });
});

describe("baseOf", () => {
  it("is below reshapes alone", () => {
    const { items } = programOf([unary("neg", reshape(unary("exp", x), [6]))]);
    const reshaped = items.find(({ operation, shape }) => operation.kind === "reshape" && shape.length === 1);
    expect(reshaped && baseOf(reshaped).operation).toEqual({ kind: "elementwise", name: "exp" });
  });
});
