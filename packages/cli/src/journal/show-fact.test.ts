import { expect, it } from "vitest";
import { showFact } from "./show-fact.ts";

it.each([
  ["testLoss", 2, "2.0000"],
  ["testAccuracy", 0.12345, "0.1235"],
  ["classAccuracy.Bag", 1, "1.0000"],
  ["testLoss", Number.NaN, "NaN"],
  ["seconds", 75.21, "75.2 s"],
  ["millisecondsPerStep", 1.23456, "1.23"],
  ["seed", 123456789, "123456789"],
  ["learningRate", 1e-5, "0.00001"],
  ["learningRate", 0.1 + 0.2, "0.3"],
  ["standardize", false, "false"],
  ["note", "red \u001b[31m", "red  [31m"],
  ["momentum", undefined, ""],
])("%s %s is %s", (name, value, shown) => {
  expect(showFact(name, value)).toBe(shown);
});
