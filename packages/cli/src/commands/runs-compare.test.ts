import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeRun } from "../journal/testing/run-json.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(() => process.chdir(within()));
afterEach(() => process.chdir(before));

const compare = async (...parameters: readonly string[]) => {
  const { exitCode, out, err } = await runHere("runs", "compare", ...parameters);
  expect([exitCode, err]).toEqual([0, ""]);
  return out;
};

const facts = async (...parameters: readonly string[]) =>
  JSON.parse(lastLine((await runHere("runs", "compare", ...parameters, "--json")).out));

const history = (losses: readonly number[]): string =>
  `epoch,loss\n${losses.map((loss, index) => `${index + 1},${loss}\n`).join("")}`;

const small = ["--train-examples", "128", "--test-examples", "20", "--hidden", "4", "--batch-size", "16"];

const train = async (runDir: string, ...more: readonly string[]) => {
  const { exitCode, err } = await runHere("train", "garments", ...small, "--run-dir", runDir, "--epochs", "2", ...more);
  expect([exitCode, err]).toEqual([0, ""]);
};

describe("thalweg runs compare", () => {
  it("shows what differs, what follows, results and curves", async () => {
    await writeRun("runs/a", {}, history([2, 1]));
    await writeRun(
      "runs/b",
      { settings: { learningRate: 0.01 }, results: { testAccuracy: 0.75, classAccuracy: { Bag: 0.75, Coat: null } } },
      history([2, 0.5]),
    );
    const lines = (await compare("a", "runs/b")).split("\n");
    expect(lines.slice(0, 16)).toEqual([
      "A  runs/a",
      "B  runs/b",
      "",
      "settings that influence learning",
      "                    A     B",
      "  learningRate  0.001  0.01",
      "",
      "what follows from these",
      "                                          A     B",
      "  schedule.value (from learningRate)  0.001  0.01",
      "",
      "results",
      "                            A       B    B − A",
      "  testLoss             2.0000  2.0000  ±0.0000",
      "  testAccuracy         0.2500  0.7500  +0.5000",
      "  trainLoss            2.0000  2.0000  ±0.0000",
    ]);
    expect(lines).toContain("  largest changes of class accuracy: Bag +0.2500");
    expect(lines).toContain("Only learningRate was changed.");
    expect(lines.find((line) => line.startsWith("A 0.001 "))).toMatch(/▁?1$/);
    expect(lines.at(-2)).toBe("epoch 1 to 2; loss 0.5 to 2, logarithmic");
  });

  it("warns when more than one thing was changed", async () => {
    await writeRun("runs/a");
    await writeRun("runs/b", {
      settings: { batchSize: 32, clip: 1, seed: 1 },
      data: { fingerprints: { train: "0" } },
      more: { status: "interrupted", versions: { thalweg: "0.2.0" } },
    });
    const { changes, conclusions, differences } = await facts("a", "b");
    expect(changes).toEqual(["batchSize", "clip", "the data"]);
    expect(conclusions).toEqual([
      "warning: 3 things were changed at once: batchSize, clip and the data. " +
        "Nobody can say which of them made a difference in the results; change one at a time.",
      expect.stringMatching(/^warning: the seed differs as well, which changes results by itself\. One run each/),
      "warning: the training data are not the same, so scores are of different questions.",
      "warning: b did not finish (interrupted): its results are not those of a whole run.",
      "warning: the runs were made with different versions of Thalweg.",
    ]);
    expect(differences).toContainEqual({ name: "clip", kind: "knob", values: [null, 1] });
  });

  it("says when only chance or the machine differs", async () => {
    await writeRun("runs/a");
    await writeRun("runs/b", { settings: { seed: 1 } });
    await writeRun("runs/c", { more: { device: { name: "wasm", threads: 8 } } });
    await writeRun("runs/d");
    expect((await facts("a", "b")).conclusions[0]).toContain("Nothing was changed but the seed");
    expect((await facts("a", "c")).conclusions[0]).toContain("only what the runs were computed with");
    expect((await facts("a", "d")).conclusions[0]).toContain("Nothing differs");
    expect((await facts("a", "b", "d")).runs).toEqual(["runs/a", "runs/b", "runs/d"]);
  });

  it("puts one change down to real runs that differ in one option", async () => {
    await train("a", "--schedule", "warmup-cosine");
    await train("b", "--schedule", "warmup-cosine", "--epochs", "4");
    await train("c", "--schedule", "warmup-cosine", "--warmup", "30%");
    await train("d", "--schedule", "one-cycle");
    await train("e", "--optimizer", "lion");
    await train("f");
    await train("g", "--validation-split", "0.2");
    await train("h", "--seed", "3");
    const changes = async (...names: readonly string[]) => (await facts(...names)).changes;
    expect(await changes("a", "b")).toEqual(["epochs"]);
    expect(await changes("a", "c")).toEqual(["warmup"]);
    expect(await changes("a", "d")).toEqual(["schedule"]);
    expect(await changes("a", "f")).toEqual(["schedule"]);
    expect(await changes("e", "f")).toEqual(["optimizer"]);
    expect(await changes("f", "g")).toEqual(["validationSplit"]);
    expect(await changes("f", "h")).toEqual([]);
    expect(await changes("b", "e")).toEqual(["optimizer", "schedule", "epochs"]);
  });

  it("draws the curves, and writes a page", async () => {
    await writeRun("runs/a", {}, history([2, 1]));
    await writeRun("runs/b", { settings: { clip: 1 } }, history([2, 0.5]));
    const { exitCode, out } = await runHere(
      ...["runs", "compare", "a", "b", "--svg", "c.svg", "--report", "c.html", "--json"],
    );
    expect([exitCode, JSON.parse(lastLine(out)).pictures]).toEqual([0, ["c.svg", "c.html"]]);
    expect(await readFile("c.svg", "utf8")).toContain("Loss: A is a, B is b");
    const page = await readFile("c.html", "utf8");
    for (const text of ["What differs", "Only clip was changed.", "A is runs/a, B is runs/b."])
      expect(page).toContain(text);
  });

  it("shows long values below their name, within a line's width", async () => {
    await writeRun("runs/a", { settings: { set: { x: "long ".repeat(30).trim() } } });
    await writeRun("runs/b");
    const out = await compare("a", "b");
    expect(out).toContain("  set.x\n    A  long long");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it.each([
    [["a"], "runs compare: needs from 2 to 26 runs, got 1"],
    [["a", "runs/a"], "runs compare: runs/a is named twice"],
    [["a", "none"], "runs compare: there is no folder none"],
    [["a", "a", "--svg", "runs"], "named twice"],
    [["a", "b", "--svg", "runs"], "--svg: runs is a folder"],
    [[], "missing required argument 'run'"],
  ])("refuses %j with exit code 2", async (names, message) => {
    await writeRun("runs/a");
    await writeRun("runs/b");
    const { exitCode, out, err } = await runHere("runs", "compare", ...names);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("fails where a run cannot be read", async () => {
    await writeRun("runs/a");
    await writeRun("runs/b");
    await writeFile("runs/b/run.json", "{");
    const { exitCode, err } = await runHere("runs", "compare", "a", "b");
    expect(exitCode).toBe(1);
    expect(err).toBe("error: runs/b/run.json is no whole JSON; thalweg runs lists runs that can be read\n");
  });
});
