import { describe, expect, it } from "vitest";
import { alias, binary, convert, literalValue, select, stopGradient, threefry, unary } from "./elementwise.ts";
import { input, knob, literal, scalar } from "./sources.ts";

const x = input(0, [2, 3], "float32");

describe("binary", () => {
  it("makes broadcasting explicit and promotes", () => {
    const sum = binary("add", x, input(1, [3], "float64"));
    expect(sum.shape).toEqual([2, 3]);
    expect(sum.dtype).toBe("float64");
    expect(sum.inputs.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual([
      { shape: [2, 3], dtype: "float64" },
      { shape: [2, 3], dtype: "float64" },
    ]);
    expect(sum.inputs.map(({ operation }) => operation.kind)).toEqual(["convert", "expand"]);
  });

  it("divides and raises integers as float32, and compares to uint8", () => {
    const i = input(0, [2], "int32");
    expect(binary("div", i, i).dtype).toBe("float32");
    expect(binary("pow", i, i).dtype).toBe("float32");
    expect(binary("mul", i, input(1, [2], "uint8")).dtype).toBe("int32");
    expect(binary("lt", i, scalar(1.5, "float32")).dtype).toBe("uint8");
  });

  it("refuses bits of floats with a remedy", () => {
    expect(() => binary("and", x, x)).toThrow(
      'and: takes integers, got float32 and float32; convert them with toType("int32")',
    );
  });

  it("names shapes that do not meet", () => {
    expect(() => binary("mul", x, input(1, [2], "float32"))).toThrow(
      /^mul: shapes \[2, 3\] and \[2\] do not broadcast/,
    );
  });

  it("leaves out multiplying and dividing by the program's own 1, not by a user's", () => {
    const one = literal(1, "float32");
    expect(binary("mul", x, one)).toBe(x);
    expect(binary("mul", one, x)).toBe(x);
    expect(binary("div", x, one)).toBe(x);
    expect(binary("mul", x, scalar(1, "float32")).operation.kind).toBe("elementwise");
    expect(binary("div", one, x).operation.kind).toBe("elementwise");
  });
});

describe("unary", () => {
  it("computes floats of integers in float32, and masks in uint8", () => {
    const i = input(0, [2], "uint8");
    expect(unary("exp", i).dtype).toBe("float32");
    expect(unary("neg", i).dtype).toBe("uint8");
    expect(unary("not", x).dtype).toBe("uint8");
  });
});

describe("select", () => {
  it("broadcasts all three and promotes two", () => {
    const chosen = select(input(0, [2, 1], "uint8"), input(1, [3], "int32"), input(2, [], "float32"));
    expect(chosen.shape).toEqual([2, 3]);
    expect(chosen.dtype).toBe("float32");
    expect(chosen.inputs[0].dtype).toBe("uint8");
  });
  it("names itself as users know it", () => {
    expect(() => select(input(0, [2], "uint8"), input(1, [3], "int32"), x)).toThrow(
      /^where: shapes \[2\] and \[3\] and \[2, 3\]/,
    );
  });
});

describe("convert", () => {
  it("is nothing to the same dtype, and keeps numbers numbers where they fit", () => {
    expect(convert(x, "float32")).toBe(x);
    expect(convert(literal(3, "float32", [2]), "int32").inputs[0].inputs[0].operation).toEqual({
      kind: "literal",
      value: 3,
    });
    expect(literalValue(convert(literal(3, "float32", [2]), "uint8"))).toBe(3);
  });
  it("converts numbers that do not fit as it does arrays", () => {
    expect(convert(scalar(2.5, "float32"), "int32").operation.kind).toBe("convert");
    expect(literal(300, "uint8").operation.kind).toBe("convert");
    expect(literal(-1, "int32").operation.kind).toBe("literal");
  });
});

describe("other identities", () => {
  it("keep shape and dtype", () => {
    expect(alias(x)).toMatchObject({ shape: [2, 3], dtype: "float32", operation: { kind: "alias", constant: false } });
    expect(stopGradient(x).operation).toEqual({ kind: "alias", constant: true });
    const counter = input(0, [5], "int32");
    expect(threefry(knob("a", "int32"), knob("b", "int32"), counter)).toMatchObject({ shape: [5], dtype: "int32" });
  });
});
