import { expect, it } from "vitest";
import { binary, input, matmul, unary } from "../graph/index.ts";
import { programOf } from "./items.ts";
import { planOf } from "./plan.ts";

it("a sum of a product and another array is stored once for all that read it", () => {
  const stream = input(0, [64, 32], "float32");
  const first = binary("add", stream, matmul(stream, input(1, [32, 32], "float32")));
  const second = binary("add", first, matmul(unary("tanh", first), input(2, [32, 32], "float32")));
  const { plan } = planOf(programOf([unary("tanh", second), unary("exp", second)]));
  expect(plan.instructions.map(({ kind }) => kind)).toEqual(["matmul", "matmul"]);
  // the second product's finish reads the product and the first sum, not what that was made of
  const last = plan.instructions[1];
  expect(last.kind === "matmul" && last.epilogue?.inputs.length).toBe(2);
});
