import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { garments } from "thalweg/data";
import { readJsonLines } from "thalweg/events";
import { decodeSafetensors } from "thalweg/training";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCommandLine } from "../command-line.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { writeIdxFolder } from "../testing/idx-folder.ts";
import { fakeSurroundings, lastLine, Recorder, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(() => process.chdir(within()));
afterEach(() => {
  process.chdir(before);
  vi.restoreAllMocks();
});

const small = [
  "--train-examples",
  "200",
  "--test-examples",
  "50",
  "--hidden",
  "16",
  "--epochs",
  "3",
  "--batch-size",
  "32",
];

const readJson = async (...names: readonly string[]) => JSON.parse(await readFile(within(...names), "utf8"));

describe("thalweg train", () => {
  it("trains, tells what it did and saves it", async () => {
    const { exitCode, out, err } = await runHere(
      ...["train", "garments", ...small, "--validation-split", "0.1", "--run-dir", "run"],
    );
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toContain("garments: 180 examples to train on, 20 to validate on, 50 to test on");
    expect(out).toContain("mlp 784-16-10, 12,730 parameters");
    expect(out).toMatch(/epoch 3\/3 {2}loss \d\.\d+ {2}accuracy 0\.\d+ {2}validation: loss/);
    expect(out).toMatch(/\n {2}Ankle boot {3}[01]\.\d{3}/);
    expect(lastLine(out)).toBe("saved in run");
    const [checkpoints, events, ...others] = (await readdir(within("run"))).sort();
    expect([checkpoints, ...others]).toEqual(["checkpoints", "history.csv", "log.jsonl", "run.json"]);
    expect(events).toMatch(/^events\.out\.tfevents\./);
    expect((await readdir(within("run", "checkpoints"))).sort()).toEqual(["best.safetensors", "final.safetensors"]);
    const { status, seed, settings, results, data, device, versions } = await readJson("run", "run.json");
    expect([status, seed, settings.hidden, results.epochs, results.steps]).toEqual(["finished", 0, [16], 3, 18]);
    expect(data.fingerprints.train).toMatch(/^[0-9a-f]{16}$/);
    expect([device.name, versions.node]).toEqual(["wasm", process.versions.node]);
    const csv = (await readFile(within("run", "history.csv"), "utf8")).trimEnd().split("\n");
    expect(csv[0]).toBe("epoch,step,loss,accuracy,validationLoss,validationAccuracy,learningRate,seconds,skipped");
    expect(csv.slice(1).map((line) => line.split(",")[0])).toEqual(["1", "2", "3"]);
    const bytes = await readFile(within("run", "checkpoints", "final.safetensors"));
    expect(decodeSafetensors(bytes, { name: "final" }).arrays["dense/weight"].shape).toEqual([784, 16]);
  });

  it("ends with one line of JSON, equal for equal seeds", async () => {
    const run = async (seed: string, runDir: string) => {
      const { out, err } = await runHere("train", "garments", ...small, "--json", "--seed", seed, "--run-dir", runDir);
      expect(err).toContain("epoch 3/3");
      expect(out.trimEnd().split("\n")).toHaveLength(1);
      return JSON.parse(lastLine(out));
    };
    const [first, again, other] = [await run("1", "a"), await run("1", "b"), await run("2", "c")];
    expect(first).toMatchObject({
      dataset: "garments",
      trainExamples: 200,
      testExamples: 50,
      epochs: 3,
      steps: 21,
      parameters: 12730,
      device: "wasm",
      optimizer: "adam",
      learningRate: 0.001,
      seed: 1,
      runDir: "a",
    });
    for (const name of ["testAccuracy", "testLoss", "trainLoss"]) {
      expect(first[name]).toBe(again[name]);
      expect(first[name]).toBeGreaterThan(0);
    }
    expect(first.trainLoss).not.toBe(other.trainLoss);
    expect(first.seconds).toBeGreaterThan(0);
    expect(first.millisecondsPerStep).toBeGreaterThan(0);
  });

  it("learns, in batch mode with momentum and batch normalization, on the reference device, too", async () => {
    const options = ["--model", "mlp-bn", "--optimizer", "sgd", "--momentum", "0.9", "--learning-rate", "0.1"];
    const { out } = await runHere(
      ...["train", "garments", ...small, ...options, "--batch-size", "all", "--epochs", "20"],
      ...["--device", "reference", "--hidden", "4", "--json"],
    );
    const { trainLoss, steps, device } = JSON.parse(lastLine(out));
    expect([steps, device]).toEqual([20, "reference"]);
    expect(trainLoss).toBeLessThan(2);
  });

  it("reads fashion-mnist from a folder and saves the model where it is told", async () => {
    await writeIdxFolder(within("data"), garments({ train: 64, test: 20 }));
    const { exitCode, out } = await runHere(
      ...["train", "fashion-mnist", "--data-dir", "data", "--epochs", "1", "--hidden", "none", "--json"],
      ...["--save", "model.safetensors", "--schedule", "warmup-cosine", "--clip", "1", "--standardize"],
    );
    expect(exitCode).toBe(0);
    const { dataset, trainExamples, testExamples, parameters, runDir } = JSON.parse(lastLine(out));
    expect([dataset, trainExamples, testExamples, parameters]).toEqual(["fashion-mnist", 64, 20, 7850]);
    expect(existsSync(within("model.safetensors"))).toBe(true);
    const { data } = await readJson(runDir, "run.json");
    expect(data.inputs.standardized.mean).toHaveLength(1);
  });

  it("routes matrices to muon, sets options and accumulates gradients, and says so", async () => {
    const { exitCode, out } = await runHere(
      ...["train", "garments", ...small, "--optimizer", "muon", "--set", "momentum=0.9", "--set", "nesterov=false"],
      ...["--accumulate", "2", "--run-dir", "run"],
    );
    expect(exitCode).toBe(0);
    expect(out).toContain(
      "muon for matrices and adamw for the rest, rate 0.02, constant, momentum=0.9, nesterov=false",
    );
    expect(out).toContain("the mean gradient of 2 an update");
    const { settings, results } = await readJson("run", "run.json");
    expect([settings.set, results.steps]).toEqual([{ momentum: "0.9", nesterov: "false" }, 10]);
  });

  it("ends with the options that were set as numbers and schedules", async () => {
    const schedule = "beta1=cosine:peak=0.9,total=10";
    const set = ["--set", "epsilon=1e-6", "--set", schedule];
    const { out } = await runHere(...["train", "garments", ...small, "--optimizer", "adam", ...set, "--json"]);
    const { options } = JSON.parse(lastLine(out));
    expect(options).toMatchObject({ epsilon: 1e-6, beta1: { kind: "cosine", peak: 0.9, total: 10 } });
  });

  it("trains a cnn on changed pictures for so many updates, and shows it as a table", async () => {
    const { exitCode, out } = await runHere(
      ...[
        "train",
        "garments",
        "--train-examples",
        "40",
        "--test-examples",
        "10",
        "--batch-size",
        "16",
        "--model",
        "cnn",
      ],
      ...["--updates", "4", "--augment", "shift,flip,noise", "--summary", "--run-dir", "run"],
    );
    expect(exitCode).toBe(0);
    expect(out).toContain("rescaled to [0, 1], changed at random by shift, flip, noise");
    expect(out).toContain("cnn 28×28×1, 32 and 64 filters 5×5, 256-10, 857,738 parameters");
    expect(out).toContain("3 updates an epoch, 2 epochs, 4 in all");
    expect(out).toMatch(/conv2d_1 +\[batch, 14, 14, 64\] +51,264\n/);
    expect(out).toMatch(/optimizer: 6,861,904 bytes, 2× the weights\n/);
    const { settings, results } = await readJson("run", "run.json");
    expect([settings.hidden, settings.updates, results.steps, results.epochs]).toEqual([[256], 4, 4, 2]);
  });

  it.each([
    [["fashon-mnist"], "There is no data set fashon-mnist; did you mean fashion-mnist?"],
    [["garments", "--optimizer", "adma"], "There is no optimizer adma; did you mean adam?"],
    [["garments", "--model", "mpl"], "There is no model mpl; did you mean mlp?"],
    [["garments", "--schedule", "cosin"], "There is no schedule cosin; did you mean cosine?"],
    [["garments", "--learning-rate", "-1"], "It must be a number ≥ 0."],
    [["garments", "--batch-size", "0"], "It must be a whole number ≥ 1"],
    [["garments", "--epochs", "0"], "It must be a whole number ≥ 1"],
    [["garments", "--hidden", "16,x"], "It must be whole numbers ≥ 1"],
    [["garments", "--momentum", "0.9", ...small], "--momentum: adam takes none"],
    [["garments", "--warmup", "100", ...small], "--warmup must be shorter than the run's 21 updates"],
    [["garments", "--model", "mlp-bn", "--batch-size", "1", ...small.slice(0, 4)], "needs 2 or more, got 1"],
    [["garments", "--optimizer", "adamw", "--set", "bta1=0.9", ...small], "there is no option bta1; did you mean"],
    [["garments", "--set", "beta1"], "--set: options are written name=value, got beta1"],
    [["garments", "--accumulate", "100", ...small], "--accumulate: the run has 21 batches"],
    [["txt"], "There is no data set txt; did you mean text?"],
    [["garments", "--augment", "flop"], "There is no augmentation flop; did you mean flip?"],
    [["garments", "--updates", "0"], "It must be a whole number ≥ 1"],
    [["garments", "--nonsense"], "unknown option '--nonsense'"],
    [[], "missing required argument 'dataset'"],
  ])("refuses %j with exit code 2", async (parameters, message) => {
    const { exitCode, out, err } = await runHere("train", ...parameters);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
    expect(await readdir(within())).toEqual([]);
  });

  it("fails with exit code 1, and leaves nothing where training has not begun", async () => {
    const missing = await runHere("train", "fashion-mnist", "--data-dir", "none");
    expect(missing.exitCode).toBe(1);
    expect(missing.err).toMatch(/^error: .*is missing in none.*\n.*\n$/);
    expect(await readdir(within())).toEqual([]);
  });

  it("keeps what there is of a run that fails, to find out why", async () => {
    const options = ["--optimizer", "sgd", "--learning-rate", "1e30", "--run-dir", "run"];
    const { exitCode, err } = await runHere("train", "garments", ...small, ...options);
    expect(exitCode).toBe(1);
    expect(err).toMatch(
      /^error: training diverged: from update \d+ on .* lower --learning-rate .* --clip 1; the run is in run, and thalweg diagnose run says more\n$/,
    );
    const { status, reason, results } = await readJson("run", "run.json");
    expect([status, results.epochs]).toEqual(["failed", 0]);
    expect(reason).toMatch(/^training diverged: .* --clip 1$/);
    const lines = await readJsonLines(within("run", "log.jsonl"));
    expect(lines?.[0]).toMatchObject({ kind: "setup", updates: expect.any(Number) });
    expect(lines?.find(({ kind }) => kind === "step")).toMatchObject({ epoch: 1 });
    expect(await readdir(within("run"))).not.toContain("lock");
  });

  it("tells of a failure on a line of its own on a screen", async () => {
    const surroundings = { ...fakeSurroundings(), out: Object.assign(new Recorder(), { isTTY: true }) };
    const parameters = ["train", "garments", ...small, "--optimizer", "sgd", "--learning-rate", "1e30"];
    expect(await runCommandLine(parameters, surroundings)).toBe(1);
    expect(surroundings.out.text).toMatch(/epoch 1\/3.*\n$/);
    expect(surroundings.err.text).toMatch(/^error: training diverged/);
  });

  it("does not write over another run", async () => {
    const parameters = ["train", "garments", ...small, "--run-dir", "run"];
    expect((await runHere(...parameters)).exitCode).toBe(0);
    const second = await runHere(...parameters);
    expect([second.exitCode, second.out]).toEqual([2, ""]);
    expect(second.err).toContain("run holds a run already; choose another folder");
  });

  it("says so in run.json when the model cannot be written", async () => {
    // No file system takes a name of 300 letters, which only writing finds out.
    const save = `${"m".repeat(300)}.safetensors`;
    const { exitCode, err } = await runHere(...["train", "garments", ...small, "--run-dir", "run", "--save", save]);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^error: m+\.safetensors cannot be written: .*\n$/);
    const { status, reason } = await readJson("run", "run.json");
    expect(status).toBe("failed");
    expect(err).toContain(reason);
    expect(await readdir(within("run", "checkpoints"))).toEqual(["final.safetensors"]);
    await writeFile(within("file"), "");
    const inFile = await runHere("train", "garments", ...small, "--save", "file/model.safetensors");
    expect([inFile.exitCode, inFile.out]).toEqual([1, ""]);
    expect(inFile.err).toMatch(/^error: --save: file\/model\.safetensors cannot be written: .* is no folder/);
    const onFile = await runHere("train", "garments", ...small, "--run-dir", "file");
    expect([onFile.exitCode, onFile.out]).toEqual([2, ""]);
    expect(onFile.err).toContain("--run-dir: file is a file; name a folder");
    const onFolder = await runHere("train", "garments", ...small, "--save", ".");
    expect(onFolder.exitCode).toBe(2);
    expect(onFolder.err).toContain("--save: . is a folder; name a file in it");
    const nowhere = await runHere("train", "garments", ...small, "--run-dir", "");
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.err).toContain("--run-dir: must name a folder");
  });

  it("stops after an update when asked to, saves what is there, and exits with 130", async () => {
    const surroundings = fakeSurroundings();
    const parameters = ["train", "garments", ...small, "--epochs", "100000", "--run-dir", "run"];
    const running = runCommandLine(parameters, surroundings);
    await vi.waitUntil(() => surroundings.out.text.includes("epoch      2/100000"), { timeout: 20_000 });
    surroundings.interruption.request();
    expect(await running).toBe(130);
    expect(surroundings.err.text).toMatch(
      /^stopped after update \d+; what is there is saved in run, and thalweg train --resume run goes on from there\n$/,
    );
    expect((await readJson("run", "run.json")).status).toBe("interrupted");
    expect(await readdir(within("run", "checkpoints"))).toEqual(["final.safetensors", "last.safetensors"]);
  });
});
