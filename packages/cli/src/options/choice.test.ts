import { expect, it } from "vitest";
import { choice } from "./choice.ts";

it("takes the names there are, and suggests the nearest", () => {
  const model = choice("model", ["mlp", "mlp-bn"]);
  expect(model("mlp-bn")).toBe("mlp-bn");
  expect(() => model("mpl")).toThrow("There is no model mpl; did you mean mlp?");
  expect(() => model("transformer")).toThrow("There is no model transformer; there are mlp, mlp-bn");
  const listed = choice("model", ["mlp", "mlp-bn"], "thalweg models");
  expect(() => listed("mpl")).toThrow("There is no model mpl; did you mean mlp?");
  expect(() => listed("transformer")).toThrow("There is no model transformer; thalweg models lists them");
  const here = choice("data set", ["garments"], undefined, ["text"]);
  expect(() => here("txt")).toThrow("There is no data set txt; did you mean text?");
  expect(() => here("text")).toThrow();
});
