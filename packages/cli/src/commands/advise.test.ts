import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { adviceFor } from "../lab/advice-answer.ts";
import { commandFor } from "../lab/advice-programs.ts";
import { askForCase } from "../lab/advice-questions.ts";
import { adviceCases } from "../lab/testing/advice-cases.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { shellWords } from "../testing/parsed.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const at = temporaryFolder();

const words = "The river finds the deepest line of its valley. ";
const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * i) % 11},${(i % 7) * 2 + ((i * i) % 11)}`);

/** What a command is run with so that it takes a moment: the last of two equal options counts. */
const short: Readonly<Record<string, readonly string[]>> = {
  garments: ["--train-examples", "40", "--test-examples", "10"],
  text: ["--width", "8", "--layers", "1", "--heads", "2", "--context", "8", "--length", "5"],
  csv: [],
};

describe("what thalweg advise prints", () => {
  it.each(adviceCases.map(([own], index) => [index + 1, own] as const))("case %i runs", async (index, own) => {
    const isNumber = own.task === "regression";
    const file = at(own.task === "language" ? "text.txt" : "table.csv");
    const label = (row: string) =>
      isNumber ? row : row.replace(/(\d+)$/, (sum) => (Number(sum) > 10 ? "high" : "low"));
    await writeFile(file, own.task === "language" ? words.repeat(20) : `a,b,c\n${rows.map(label).join("\n")}\n`);
    const { command } = commandFor(adviceFor({ ...own, file, target: "c" }));
    const [, ...line] = shellWords(command);
    const quick = [...short[line[1]], "--updates", "2", "--run-dir", at(`run-${index}`)];
    const size = line[line.indexOf("--batch-size") + 1];
    const batch = size === "all" ? [] : ["--batch-size", String(Math.min(8, Number(size)))];
    const { exitCode, err } = await runHere(...line, ...quick, ...batch);
    expect([exitCode, err]).toEqual([0, expect.not.stringMatching(/error/)]);
  });
});

describe("thalweg advise", () => {
  it("tells a configuration with reasons, a command and a program", async () => {
    const { exitCode, out } = await runHere("advise", "--task", "language");
    expect(exitCode).toBe(0);
    const text = out.replace(/\s+/g, " ");
    for (const part of [
      "Advice for language with a transformer model",
      "optimizer adamw. The first choice for transformers",
      "(Loshchilov & Hutter 2019, arXiv:1711.05101)",
      "thalweg train text --file text.txt --model transformer --optimizer adamw --learning-rate 0.001",
      'from "thalweg";',
      "1. Normalize the inputs",
    ])
      expect(text).toContain(part);
  });

  it("names the user's data in the command", async () => {
    const { out } = await runHere("advise", "--task", "regression", "--file", "my houses.csv", "--target", "price");
    expect(out).toContain("thalweg train csv --file 'my houses.csv' --target price --task regression");
  });

  it("answers with JSON, and writes the guide", async () => {
    const options = ["--symptom", "loss is nan", "--sparse", "--json", "--write", at("guide.md")];
    const { out, err } = await runHere("advise", "--task", "classification", "--model", "mlp", ...options);
    expect(JSON.parse(lastLine(out))).toMatchObject({
      case: { task: "classification", sparse: true },
      configuration: { optimizer: "adagrad", learningRate: 1e-3, clip: 1 },
      symptom: { name: "loss is nan" },
    });
    expect(err).toBe(`written to ${at("guide.md")}\n`);
    expect(await readFile(at("guide.md"), "utf8")).toMatch(/^# How to train this model\n/);
  });

  it.each([
    [[], /^error: advise: needs --task, one of classification/],
    [["--model", "mlp"], /needs --task/],
    [["--task", "clasification"], /There is no task clasification; did you mean classification\?/],
    [["--task", "tabular", "--symptom", "oscilates"], /did you mean "loss oscillates"\?/],
    [["--task", "tabular", "--data-size", "0"], /whole number ≥ 1/],
    [["--task", "tabular", "--write", "."], /--write: \. is a folder/],
  ])("refuses %j with exit code 2", async (line, message) => {
    const { exitCode, out, err } = await runHere("advise", ...line);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });
});

it("asks until it understands, and takes an empty answer for the standard", async () => {
  const answers = ["cooking", "lang", "", "many", "5000", "", "n", "", "nan"];
  const asked: string[] = [];
  const found = await askForCase(async (question) => {
    asked.push(question);
    return answers[asked.length - 1];
  });
  expect(found).toMatchObject({ task: "language", model: "transformer", dataSize: 5000, symptom: "loss is nan" });
  expect(found.batchSize).toBeUndefined();
  expect(asked).toHaveLength(9);
  expect(asked[1]).toMatch(/^It must be one of classification, .*, got cooking\.\n/);
});
