/** Every example runs, with few steps where it takes a number of them, and arrives where it should. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it, vi } from "vitest";
import { writeGarments } from "../docs/testing/examples-scope.ts";

const folder = dirname(fileURLToPath(import.meta.url));
const [node, program] = process.argv;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.argv = [node, program];
});

/** What an example prints, as lines. */
const printed = async (name: string, ...parameters: readonly string[]): Promise<readonly string[]> => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  process.argv = [node, name, ...parameters];
  await import(`./${name}.ts`);
  return lines;
};

/** The numbers in a line. */
const numbersIn = (line: string | undefined): number[] =>
  [...(line ?? "").matchAll(/-?\d+(\.\d+)?(e[+-]\d+)?/g)].map(([text]) => Number(text));

it("has a test for each", () => {
  const examples = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  expect(examples.map((name) => name.slice(0, -3)).sort()).toEqual([
    "custom-optimizer",
    "custom-training-loop",
    "fashion-mnist",
    "parameter-groups",
    "plain-arrays",
  ]);
});

it("plain-arrays ends where the reference implementations do", async () => {
  const [descent, momentum, adam] = await printed("plain-arrays");
  expect(descent).toBe("gradient descent: (0.798131, 0.636104), loss 0.04083385");
  expect(numbersIn(momentum)[0]).toBeCloseTo(0.940412, 5);
  expect(numbersIn(momentum)[2]).toBeCloseTo(0.00355685, 7);
  // Near the minimum the last bits decide where Adam's steps go.
  expect(numbersIn(adam)[0]).toBeCloseTo(1, 3);
});

it("custom-optimizer finds the bottom of the valley with both optimizers", async () => {
  const [lion, adamW] = await printed("custom-optimizer");
  expect(numbersIn(lion)[0]).toBe(54);
  expect(numbersIn(lion)[1]).toBeLessThan(1e-6);
  expect(numbersIn(adamW)[1]).toBeLessThan(1e-6);
});

it("custom-training-loop lowers the loss", async () => {
  const lines = await printed("custom-training-loop", "100");
  expect(lines).toHaveLength(3);
  expect(numbersIn(lines[1])[1]).toBeLessThan(0.7 * numbersIn(lines[0])[1]);
});

it("parameter-groups learns", async () => {
  const [accuracy, ...norms] = await printed("parameter-groups", "2");
  expect(numbersIn(accuracy)[0]).toBeGreaterThan(0.5);
  expect(norms).toHaveLength(7);
});

it("fashion-mnist reads files and learns", async () => {
  const data = mkdtempSync(join(tmpdir(), "thalweg-examples-"));
  await writeGarments(data);
  vi.stubEnv("THALWEG_DATA", data);
  const [test, ...classes] = await printed("fashion-mnist", "5");
  rmSync(data, { recursive: true });
  expect(numbersIn(test)[1]).toBeGreaterThan(0.4);
  expect(classes).toHaveLength(10);
});
