import { describe, expect, it } from "vitest";
import { Options } from "./options.ts";

const read = (values: object): Options => new Options("shape", values);

describe("Options", () => {
  it("says what a value must be and what it is", () => {
    expect(() => read({ a: "1" }).rate("a")).toThrow('shape: a must be ≥ 0, got "1"');
    expect(() => read({ a: Number.POSITIVE_INFINITY }).positive("a")).toThrow("shape: a must be > 0, got Infinity");
    expect(() => read({ a: 1 }).flag("a")).toThrow("shape: a must be true or false, got 1");
    expect(() => read({ a: "up" }).choice("a", ["cosine", "linear"])).toThrow(
      'shape: a must be one of cosine, linear, got "up"',
    );
    expect(() => read({ a: "x" }).schedule("a")).toThrow(
      "shape: a must be a schedule, a function of the step or a number",
    );
    expect(() => read({ a: [1] }).item("a", 0, 1)).toThrow("shape: a[0] must be an object, got 1");
    expect(() => read({ a: Math.sin }).rate("a")).toThrow("shape: a must be ≥ 0, got a function");
  });

  it("takes null and a missing value for not given", () => {
    expect(read({ a: null }).has("a")).toBe(false);
    expect(read({}).has("a")).toBe(false);
    expect(read({ a: 0 }).has("a")).toBe(true);
  });
});
