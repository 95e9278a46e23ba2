import { describe, expect, it } from "vitest";
import { tensor } from "../tensor/index.ts";
import { dense } from "./dense.ts";
import { flatten } from "./flatten.ts";
import { model } from "./model.ts";
import { add, concatenate, input, multiply, type Symbolic } from "./symbolic.ts";
import { firstContext } from "./testing/context.ts";

describe("symbolic values", () => {
  it("know their shapes", () => {
    const x = input([4, 6]);
    expect(x.apply(flatten()).apply(dense(10)).shape).toEqual([10]);
    expect(x.apply((y) => y.sum(2)).shape).toEqual([4]);
    expect(add(x, x, x).shape).toEqual([4, 6]);
    expect(multiply(x, x).shape).toEqual([4, 6]);
    expect(concatenate([x, input([4, 1])]).shape).toEqual([4, 7]);
    expect(concatenate([x, input([2, 6])], { axis: 0 }).shape).toEqual([6, 6]);
  });

  it("are joined as numbers where inputs are bytes", async () => {
    const x = input([2]);
    const bytes = tensor(Uint8Array.of(200, 3), [1, 2]);
    const made = (y: Symbolic) => {
      const joined = model(x, y);
      return joined.apply(bytes, firstContext(joined, [2])).y.data();
    };
    expect([...(await made(add(x, x)))]).toEqual([400, 6]);
    expect([...(await made(multiply(x, x)))]).toEqual([40000, 9]);
  });

  it("refuse what does not fit where it is written", () => {
    const x = input([4, 6]);
    expect(() => x.apply(dense(3), { name: "head" })).toThrow(
      "head: expected input [batch, 24], got [batch, 4, 6]; add flatten() before it",
    );
    expect(() => add(x, input([4, 5]))).toThrow(
      "add: expected values of one shape, got [batch, 4, 6] and [batch, 4, 5]; map one of them to the other's shape first",
    );
    expect(() => concatenate([x, input([5, 6])])).toThrow(
      "concatenate: expected values that differ along axis -1 alone, got [batch, 4, 6], [batch, 5, 6]",
    );
    expect(() => concatenate([x, x], { axis: 2 })).toThrow("axes of an example count from 0, without the batch");
    expect(() => add(x)).toThrow("add: needs two values of a model or more, got 1");
    expect(() => input([0])).toThrow("input: shape must be positive whole numbers, without the batch axis, got [0]");
  });
});
