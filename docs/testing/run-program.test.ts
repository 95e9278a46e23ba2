import { expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

const surroundings = { modules: { numbers: { two: 2, three: 3 } }, given: { five: 5 } };

it("checks values in comments against imported and given names", async () => {
  const source = `import { two, three as third, type Number } from "numbers";
const wait = async (x: number): Promise<number> => x;
await wait(two * third); // 6
console.log(two + five); // 7
`;
  expect(await runProgram(source, surroundings)).toEqual([]);
});

it("says which values differ", async () => {
  const source = `import * as numbers from "numbers";\nnumbers.two; // 3\nfive; // five\n`;
  expect(await runProgram(source, surroundings)).toEqual(["numbers.two; gives 2, not 3"]);
});

it("wants an error where a comment says so", async () => {
  expect(await runProgram("null.x; // throws\n", surroundings)).toEqual([]);
  expect(await runProgram("five.toFixed(); // throws: never\n", surroundings)).toEqual([
    "five.toFixed(); does not throw",
  ]);
});

it("passes errors on", async () => {
  await expect(runProgram(`throw new Error("here");`, surroundings)).rejects.toThrow("here");
});
