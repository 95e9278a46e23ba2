/** Every example runs, with few steps where it takes a number of them, and arrives where it should. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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
  // A page is tested where pages are, by the test beside it.
  expect(examples.map((name) => name.slice(0, -3)).sort()).toEqual([
    "adding-problem",
    "character-transformer",
    "custom-optimizer",
    "custom-training-loop",
    "fashion-mnist",
    "fashion-mnist-cnn",
    "fine-tuning",
    "flat-minima",
    "parameter-groups",
    "plain-arrays",
    "tabular-regression",
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

it("fashion-mnist-cnn learns from drawn clothing where there are no files", async () => {
  vi.stubEnv("THALWEG_DATA", folder);
  const [reason, summary, result] = await printed("fashion-mnist-cnn", "4", "600");
  expect(reason).toContain("dataDir must hold 4 IDX files");
  expect(summary).toContain("20,538");
  expect(result).toContain("garments/test");
  expect(numbersIn(result)[0]).toBeLessThan(1.6);
  expect(numbersIn(result)[1]).toBeGreaterThan(0.4);
});

it("character-transformer learns a sentence and writes it", async () => {
  const data = mkdtempSync(join(tmpdir(), "thalweg-examples-"));
  const file = join(data, "story.txt");
  writeFileSync(file, "The river finds the deepest line of this valley. ".repeat(50));
  const lines = await printed("character-transformer", file, "8", "16");
  rmSync(data, { recursive: true });
  expect(lines).toHaveLength(8);
  const [first, last] = [lines[0], lines[7]].map((line) => numbersIn(line)[1]);
  expect(first).toBeGreaterThan(1);
  // The first characters of a window cannot be known.
  expect(last).toBeLessThan(0.3);
  expect(lines[7]).toContain("The river finds the de");
});

it("adding-problem remembers", async () => {
  const lines = await printed("adding-problem", "10", "6");
  expect(lines).toHaveLength(12);
  // Without memory 1/6.
  expect(numbersIn(lines[10])[0]).toBeLessThan(0.01);
  const [answer, sum] = numbersIn(lines[11]);
  expect(Math.abs(answer - sum)).toBeLessThan(0.2);
});

it("tabular-regression explains prices and says one", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "thalweg-examples-"));
  vi.stubEnv("TMPDIR", scratch);
  const [fit, price] = await printed("tabular-regression", "40");
  rmSync(scratch, { recursive: true });
  expect(numbersIn(fit)[1]).toBeGreaterThan(0.95);
  const [said, wanted] = numbersIn(price);
  expect(Math.abs(said - wanted)).toBeLessThan(0.1 * wanted);
});

it("flat-minima are those of sam", async () => {
  const [plain, , flat] = await printed("flat-minima", "20");
  const [, sharpest, trace] = numbersIn(plain);
  const [, largest, smaller] = numbersIn(flat);
  expect(largest).toBeLessThan(sharpest);
  expect(smaller).toBeLessThan(trace);
});

it("fine-tuning does better than starting anew", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "thalweg-examples-"));
  vi.stubEnv("TMPDIR", scratch);
  const [adding, ...lines] = await printed("fine-tuning", "12");
  rmSync(scratch, { recursive: true });
  expect(numbersIn(adding)[0]).toBeLessThan(0.01);
  const [withHead, whole, alone] = lines.map((line) => numbersIn(line)[0]);
  expect(withHead).toBeGreaterThan(0.9);
  expect(whole).toBeGreaterThan(0.9);
  expect(withHead).toBeGreaterThan(alone + 0.05);
});
