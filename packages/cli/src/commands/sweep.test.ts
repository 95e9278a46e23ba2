import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();

const rates = "learning-rate=1e-4,1e-3,1e-2";
const small = ["--train-examples", "100", "--test-examples", "20", "--hidden", "8", "--epochs", "2"];

const sweep = async (...parameters: readonly string[]) => {
  const { exitCode, out, err } = await runHere("sweep", ...parameters, "--dir", within("sweep"), "--json");
  expect(exitCode, err).toBe(0);
  return { facts: JSON.parse(lastLine(out)), err };
};

describe("thalweg sweep", () => {
  it("finds the best of a grid, and marks what diverged", async () => {
    const { facts, err } = await sweep("rosenbrock", "--optimizer", "gd", "--steps", "5000", "--vary", rates);
    const [best, second, last] = facts.trials;
    expect(best).toMatchObject({ trial: "001", values: { learningRate: "1e-3" }, status: "finished", updates: 5000 });
    expect(best.score.toPrecision(5)).toBe("0.0036271");
    expect(second.score.toPrecision(5)).toBe("2.0972");
    expect(last).toMatchObject({ status: "diverged", score: null, divergedAt: 8 });
    expect(err).toContain("diverged at update 8");
    expect(facts.command).toBe("thalweg compare rosenbrock --optimizers gd --steps 5000 --learning-rate 1e-3");
    const again = await runHere(...facts.command.split(" ").slice(1), "--json");
    expect(again.exitCode).toBe(0);
    expect(await readdir(within("sweep", "trials", "001"))).toEqual(["checkpoints", "history.csv", "run.json"]);
  });

  it("draws at random, halves, and draws pictures", async () => {
    const vary = ["--vary", "learning-rate=1e-4..1e-1:log", "--vary", "optimizer=adam,momentum"];
    const how = ["--search", "random", "--trials", "9", "--halving", "sync", "--min-updates", "10", "--steps", "90"];
    const files = ["--svg", within("sweep.svg"), "--report", within("sweep.html")];
    const { facts } = await sweep("ravine", ...vary, ...how, ...files);
    expect(facts.trials.map(({ rungs }: { rungs: readonly unknown[] }) => rungs.length)).toEqual([
      3,
      2,
      2,
      ...Array(6).fill(1),
    ]);
    expect(facts.files.map((file: string) => file.slice(within().length + 1))).toEqual([
      "sweep.svg",
      "sweep-2.svg",
      "sweep-3.svg",
      "sweep.html",
    ]);
    expect(await readFile(within("sweep.svg"), "utf8")).toMatch(/^<svg/);
  });

  it("trains networks, judged by validation data, and says how to train with the best", async () => {
    const vary = ["--vary", "learning-rate=1e-6,1e-2", "--vary", "hidden=(8,4),(8)"];
    const { facts } = await sweep("garments", ...small, ...vary, "--processes", "1");
    expect(facts).toMatchObject({ metric: "validation-loss", unit: "epoch" });
    const [best] = facts.trials;
    expect(best.values.learningRate).toBe("1e-2");
    expect(best).toMatchObject({ length: 2, updates: 2, validationLoss: best.score, trainLoss: expect.any(Number) });
    expect(facts.command).toMatch(/^thalweg train garments --train-examples 100 .*--learning-rate 1e-2$/);
    const run = JSON.parse(await readFile(within("sweep", "trials", best.trial, "run.json"), "utf8"));
    expect(run).toMatchObject({
      command: "train",
      status: "finished",
      data: { name: "garments", validationExamples: 20 },
    });
  });

  it.each<[string, string, readonly string[]]>([
    ["no hyperparameter", "--vary: must be given, such as", ["ravine"]],
    [
      "an unknown one",
      "--vary learning-rat: there is no such hyperparameter here; did you mean learning-rate?",
      ["ravine", "--vary", "learning-rat=1,2"],
    ],
    [
      "one of another optimizer",
      "--vary beta2: there is no such hyperparameter here",
      ["ravine", "--optimizer", "gd", "--vary", "beta2=0.1,0.2"],
    ],
    [
      "an unknown optimizer",
      "--vary optimizer: adma cannot be: There is no optimizer adma; did you mean adam?",
      ["ravine", "--vary", "optimizer=adma"],
    ],
    [
      "an empty range",
      "--vary learning-rate: the range is empty: 1 must be below 0.1",
      ["ravine", "--vary", "learning-rate=1..0.1"],
    ],
    [
      "a value that cannot be",
      "momentum: 1.5 cannot be: It must be a number in [0, 1).",
      ["ravine", "--optimizer", "momentum", "--vary", "momentum=0,1.5"],
    ],
    ["a value its optimizer refuses", "adam: beta1 must be in [0, 1), got 2", ["ravine", "--vary", "beta1=0.9,2"]],
    [
      "a fraction of an example",
      'It must be a whole number ≥ 1, or "all" for batch mode. Add :int to the range.',
      ["garments", ...small, "--vary", "batch-size=2..9:4"],
    ],
    [
      "no trials",
      "'--trials <n>' argument '0' is invalid. It must be a whole number ≥ 1.",
      ["ravine", "--vary", rates, "--trials", "0"],
    ],
    [
      "trials of a grid",
      "--trials: a grid has as many as its values make",
      ["ravine", "--vary", rates, "--trials", "3"],
    ],
    ["an unknown surface", "There is no surface or data set ravin; did you mean ravine?", ["ravin", "--vary", rates]],
    [
      "options of networks",
      "--epochs: a sweep on ravine has no use for it; leave it out",
      ["ravine", "--vary", rates, "--epochs", "3"],
    ],
    [
      "options of surfaces",
      "--steps: a sweep on garments has no use for it; leave it out",
      ["garments", "--vary", rates, "--steps", "3"],
    ],
    ["rungs without halving", "--min-updates: is for --halving", ["ravine", "--vary", rates, "--min-updates", "3"]],
    [
      "rungs in the wrong unit",
      "--min-epochs: rungs are counted in updates here; use --min-updates",
      ["ravine", "--vary", rates, "--halving", "--min-epochs", "3"],
    ],
    [
      "rungs longer than the whole",
      "--min-updates: must be at most 5, got 9",
      ["ravine", "--vary", rates, "--halving", "--min-updates", "9", "--steps", "5"],
    ],
    [
      "no data to judge by",
      "--validation-split: validation-loss needs validation data",
      ["garments", "--vary", rates, "--validation-split", "0"],
    ],
    ["a start of three numbers", "dimensions must be 2, got 3", ["beale", "--vary", rates, "--start", "1,2,3"]],
    ["one hyperparameter twice", "--vary clip: is given twice", ["ravine", "--vary", "clip=1", "--vary", "clip=2"]],
  ])("refuses %s with exit code 2, and writes nothing", async (_, message, parameters) => {
    const { exitCode, out, err } = await runHere("sweep", ...parameters, "--dir", within("none"));
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(await readdir(within())).toEqual([]);
  });
});
