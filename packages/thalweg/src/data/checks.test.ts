import { describe, expect, it } from "vitest";
import { checkCounts, checkFinite, checkLabels, checkShape } from "./checks.ts";

describe("checks of data", () => {
  it("accept what is right", () => {
    const values = { values: Float32Array.of(1, 2), shape: [2, 1] };
    expect(() => checkShape(values, "x")).not.toThrow();
    expect(() => checkFinite(values, "x")).not.toThrow();
    expect(() => checkCounts(values, { values: Int32Array.of(0, 1), shape: [2] })).not.toThrow();
  });

  it("leave int32 labels uncopied", () => {
    const labels = { values: Int32Array.of(0, 1), shape: [2] };
    expect(checkLabels(labels, ["a", "b"], "y")).toBe(labels);
  });

  it("carry the code data or shape", () => {
    const empty = { values: new Float32Array(), shape: [0, 3] };
    expect(() => checkShape(empty, "x")).toThrow(expect.objectContaining({ code: "data" }));
    const short = { values: new Float32Array(2), shape: [3] };
    expect(() => checkShape(short, "x")).toThrow(expect.objectContaining({ code: "shape" }));
    const infinite = { values: Float64Array.of(1, Number.NEGATIVE_INFINITY), shape: [2] };
    expect(() => checkFinite(infinite, "x")).toThrow(expect.objectContaining({ code: "data" }));
  });
});
