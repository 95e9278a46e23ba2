import { expect, it } from "vitest";
import { KernelBuilder } from "../builder.ts";
import { applied } from "../testing/scalar-function.ts";
import { Scalar } from "./scalar.ts";

it("evaluates polynomials by Horner's scheme", () => {
  const cubic = (builder: KernelBuilder, [x]: readonly number[]): number =>
    new Scalar(builder, x).polynomial([1, -2, 0.5, 3]).position;
  expect(applied("float64", cubic, [0, 1, 2, -1])).toEqual([1, 2.5, 23, 0.5]);
});

it("chooses by conditions and clamps", () => {
  const clipped = (builder: KernelBuilder, [x]: readonly number[]): number => {
    const scalar = new Scalar(builder, x);
    return scalar.clamped(-1, 4).except(scalar.above(3), 7).position;
  };
  expect(applied("float32", clipped, [-5, 0.5, 3, 3.5])).toEqual([-1, 0.5, 3, 7]);
});

it("rounds float32 literals when they are made", () => {
  const builder = new KernelBuilder();
  const x = new Scalar(builder, builder.literal("float32", 0));
  expect(builder.values[x.literal(0.1).position]).toEqual({ op: "literal", type: "float32", value: Math.fround(0.1) });
});
