import { expect, it } from "vitest";
import { tableLines } from "./table.ts";

it("aligns names at the left and numbers at the right", () => {
  const rows = [
    ["mlp", "2.5 ms", "1"],
    ["transformer", "60 ms", ""],
  ];
  expect(tableLines(["", "time", "n"], rows)).toEqual([
    "               time  n",
    "mlp          2.5 ms  1",
    "transformer   60 ms",
  ]);
});
