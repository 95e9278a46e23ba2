import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { vocabularyFrom } from "thalweg/data";
import { decodeSafetensors } from "thalweg/training";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "../command-line.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { fakeSurroundings, lastLine, Recorder, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();
const verse = "the cat sat on the mat\nthe rat sat on the hat\n";
beforeEach(async () => {
  process.chdir(within());
  await writeFile("verse.txt", verse.repeat(20));
  await mkdir("poems/more", { recursive: true });
  await writeFile("poems/b.txt", verse.repeat(5));
  await writeFile("poems/more/a.txt", verse.repeat(5));
  await writeFile("poems/.hidden", "");
  await writeFile("empty.txt", "\n");
  await writeFile("latin.txt", Uint8Array.of(0x61, 0xe9, 0x61));
});
afterEach(() => process.chdir(before));

const tiny = [
  "--width",
  "8",
  "--layers",
  "1",
  "--heads",
  "2",
  "--context",
  "8",
  "--batch-size",
  "16",
  "--length",
  "20",
];
const train = (...more: readonly string[]) => runHere("train", "text", "--file", "verse.txt", ...tiny, ...more);

describe("thalweg train text", () => {
  it("learns, writes as it does, tells how it does and saves what is needed to use the model", async () => {
    const { exitCode, out, err } = await train(
      ...["--updates", "300", "--sample-every", "120", "--learning-rate", "0.02", "--run-dir", "run", "--summary"],
    );
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toContain("1 file: 828 characters to train on, 92 at the end held out");
    expect(out).toContain("transformer of width 8, 1 layer, 2 heads, ");
    expect(out).toContain("adamw, rate 0.02, warmup-cosine, clipped at norm 1");
    expect(out).toMatch(/transformerBlock +\[batch, 8, 8\]/);
    expect(out.match(/^after update \d+\n {2}│ ./gm)?.map((text) => text.split("\n")[0])).toEqual([
      "after update 120",
      "after update 240",
    ]);
    expect(out).toMatch(/epoch 43\/43 {2}loss .* perplexity .* validation: loss/);
    expect(out).toMatch(/what it writes\n {2}│ the /);
    const [, nats, perplexity] = /held out: (\S+) nats a character, perplexity (\S+)/.exec(out) ?? [];
    expect(Math.exp(Number(nats))).toBeCloseTo(Number(perplexity), 2);
    // Half the letters follow from the ones before; a guess of their frequencies alone has 2.1 nats.
    expect(Number(nats)).toBeLessThan(1.2);
    const left = (await readdir("run")).filter((name) => !name.includes("tfevents"));
    expect(left.sort()).toEqual(["checkpoints", "history.csv", "log.jsonl", "run.json"]);
    const { data, settings, results } = JSON.parse(await readFile("run/run.json", "utf8"));
    expect([settings.model, settings.context, results.steps, results.epochs]).toEqual(["transformer", 8, 300, 43]);
    expect(vocabularyFrom(data.vocabulary).decode([1, 2])).toBe("\n ");
    expect(results.sample).toHaveLength(21);
    const { arrays } = decodeSafetensors(await readFile("run/checkpoints/final.safetensors"), { name: "final" });
    expect(arrays["positionalEmbedding/weight"].shape).toEqual([8, 8]);
  });

  it.each(["lstm", "gru"])("trains %s, and ends with one line of JSON, equal for equal seeds", async (model) => {
    const options = ["--model", model, "--epochs", "2", "--prompt", "the ", "--temperature", "0", "--json"];
    const run = async (...more: readonly string[]) => {
      const { out, err } = await train(...options, ...more);
      expect(err).toContain("epoch 2/2");
      expect(out.trimEnd().split("\n")).toHaveLength(1);
      return JSON.parse(lastLine(out));
    };
    const [first, again, other] = [await run(), await run(), await run("--seed", "1")];
    expect(first).toMatchObject({
      dataset: "text",
      trainCharacters: 828,
      validationCharacters: 92,
      differentCharacters: 12,
      model,
      context: 8,
      epochs: 2,
      optimizer: "adamw",
      learningRate: 0.002,
      schedule: "warmup-cosine",
    });
    expect(first.sample).toMatch(/^the [a-z\n ]{20}$/);
    for (const name of ["trainLoss", "validationLoss", "validationPerplexity", "sample"]) {
      expect(first[name]).toBe(again[name]);
    }
    expect(first.trainLoss).not.toBe(other.trainLoss);
  });

  it("writes samples in place of the live line on a screen", async () => {
    const surroundings = { ...fakeSurroundings(), out: Object.assign(new Recorder(), { isTTY: true }) };
    const parameters = ["train", "text", "--file", "verse.txt", ...tiny, "--updates", "4", "--sample-every", "3"];
    expect(await runCommandLine(parameters, surroundings)).toBe(0);
    expect(surroundings.out.text).toContain("\r\u001b[2Kafter update 3\n  │ ");
  });

  it("takes several files, and all in a folder", async () => {
    const { out } = await runHere(
      ...["train", "text", "--file", "poems", "verse.txt", ...tiny, "--epochs", "1", "--run-dir", "run", "--json"],
    );
    expect(JSON.parse(out)).toMatchObject({ files: 3, trainCharacters: 1244, validationCharacters: 138 });
    expect(JSON.parse(await readFile("run/run.json", "utf8")).data.files).toEqual([
      "poems/b.txt",
      "poems/more/a.txt",
      "verse.txt",
    ]);
  });

  it("takes the rate of adamw for texts only where adamw trains, and a course from --set", async () => {
    const planned = async (...options: readonly string[]) => {
      const { learningRate, schedule } = JSON.parse((await train("--updates", "2", "--json", ...options)).out);
      return [learningRate, schedule];
    };
    expect(await planned()).toEqual([0.002, "warmup-cosine"]);
    expect(await planned("--optimizer", "prodigy")).toEqual([1, "warmup-cosine"]);
    expect(await planned("--set", "learningRate=linear:initial=0.1,total=2")).toEqual([0.1, "linear"]);
    expect(await planned("--optimizer", "muon", "--learning-rate", "0.01")).toEqual([0.01, "warmup-cosine"]);
  });

  it("shows a sample once, though several batches make an update", async () => {
    const { out } = await train("--updates", "4", "--accumulate", "3", "--sample-every", "2");
    expect(out.match(/after update \d+/g)).toEqual(["after update 2"]);
  });

  it.each([
    [["--context", "0"], "It must be a whole number ≥ 1"],
    [["--context", "92"], "--context: a window of 92 takes 93 characters, and the held-out end"],
    [["--validation-split", "0.995"], "the text to train on has 5"],
    [["--validation-split", "0"], "It must be a number in (0, 1)."],
    [["--heads", "3"], "--heads must divide --width 8, so that heads are of one size, got 3"],
    [["--model", "cnn"], "There is no model of texts cnn; there are transformer, lstm, gru"],
    [["--prompt", "the dog"], '--prompt: must be of characters of the text, got "d"'],
    [["--prompt", ""], "--prompt: must be of characters of the text, got nothing"],
    [["--temperature", "-1"], "It must be a number ≥ 0."],
    [["--dropout", "1"], "It must be a number in [0, 1)."],
    [["--hidden", "8"], "unknown option '--hidden'"],
  ])("refuses %j with exit code 2", async (options, message) => {
    const { exitCode, out, err } = await train(...options);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(await readdir(".")).not.toContain("runs");
  });

  it.each([
    ["none.txt", "--file: there is no file or folder none.txt"],
    ["empty.txt", "--file: there must be text to learn from, empty.txt holds none"],
    ["latin.txt", "latin.txt: a text must be UTF-8"],
  ])("fails on %s with exit code 1, on one line, and leaves nothing", async (file, message) => {
    const { exitCode, out, err } = await runHere("train", "text", "--file", file, ...tiny);
    expect([exitCode, out]).toEqual([1, ""]);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(await readdir(".")).not.toContain("runs");
  });

  it("refuses options before its name, where they would do nothing", async () => {
    const { exitCode, err } = await runHere("train", "--epochs", "1", "text", "--file", "verse.txt");
    expect([exitCode, err]).toEqual([2, "error: --epochs: options must stand after text\n"]);
  });

  it("must be given a file", async () => {
    const { exitCode, err } = await runHere("train", "text");
    expect([exitCode, err]).toEqual([2, "error: required option '--file <path...>' not specified\n"]);
  });
});
