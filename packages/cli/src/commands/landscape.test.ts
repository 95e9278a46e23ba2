import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { garments, rescale, take } from "thalweg/data";
import { crossEntropy } from "thalweg/losses";
import { gradientDescent } from "thalweg/optimizers";
import { Trainer } from "thalweg/training";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { modelNamed } from "../images/model.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(async () => {
  process.chdir(within());
  await writeFile("verse.txt", "the cat sat on the mat\nthe rat sat on the hat\n".repeat(20));
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${"uvw"[i % 3]},${(i % 7) * 2 + (i % 3)}`);
  await writeFile("table.csv", `a,kind,y\n${rows.join("\n")}\n`);
});
afterEach(() => process.chdir(before));

const trainings = {
  mlp: ["garments", "--train-examples", "120", "--test-examples", "20", "--hidden", "8", "--augment", "shift"],
  averaged: [
    ...["garments", "--train-examples", "120", "--test-examples", "20", "--hidden", "8", "--model", "mlp-bn"],
    ...["--optimizer", "schedulefree-adamw", "--set", "beta1=0.8", "--warmup", "10%"],
  ],
  cnn: ["garments", "--train-examples", "20", "--test-examples", "20", "--hidden", "8", "--model", "cnn"],
  table: ["csv", "--file", "table.csv", "--target", "y", "--hidden", "8", "--optimizer", "muon"],
  text: [
    ...["text", "--file", "verse.txt", "--width", "8", "--layers", "1", "--heads", "2", "--context", "8"],
    ...["--dropout", "0.1", "--length", "5"],
  ],
} as const;

const train = async (name: keyof typeof trainings, ...more: readonly string[]) => {
  const [kind, ...rest] = trainings[name];
  const { exitCode, err } = await runHere("train", kind, ...rest, "--epochs", "3", "--run-dir", name, ...more);
  expect([exitCode, err]).toEqual([0, ""]);
};

const look = async (...parameters: readonly string[]) => {
  const { exitCode, out, err } = await runHere("landscape", ...parameters, "--grid", "5", "--json");
  expect([exitCode, err]).toEqual([0, expect.any(String)]);
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  return { ...JSON.parse(lastLine(out)), text: err };
};

describe("thalweg landscape", () => {
  it("has the loss of the saved weights in the middle, to the bit", async () => {
    await train("mlp");
    const { landscapes, verdict, text } = await look("mlp", "--examples", "50", "--seed", "3");
    const [{ loss, values, x, y, meanRise, examples, path }] = landscapes;
    const { train: drawn } = garments({ train: 120, test: 20 });
    const trainer = new Trainer({
      model: modelNamed("mlp", [8], 10),
      loss: crossEntropy(),
      optimizer: gradientDescent(),
      inputShape: [28, 28, 1],
    });
    await trainer.load("mlp/checkpoints/final.safetensors", { weightsOnly: true });
    expect(loss).toBe((await trainer.evaluate(take(rescale(drawn), 50))).loss);
    expect(values[12]).toBe(loss);
    expect([x, y]).toEqual([x, x]);
    expect(x).toEqual([-1, -0.5, 0, 0.5, 1]);
    const inner = [6, 7, 8, 11, 12, 13, 16, 17, 18].map((place) => values[place]);
    expect(meanRise).toBeCloseTo(inner.reduce((sum, value) => sum + value, 0) / 9 - loss, 12);
    expect([examples, path]).toEqual([50, []]);
    expect(verdict).toContain(`around the saved weights the loss ${meanRise < 0 ? "falls" : "rises"}`);
    expect(text).toContain("25 losses in ");
  });

  it.each(["mlp", "averaged", "cnn", "table", "text"] as const)(
    "shows the path of %s, and how sharp it is",
    async (name) => {
      await train(name, "--keep-path", "4");
      expect(await readdir(`${name}/path`)).toHaveLength(Math.min(4, (await steps(name)) + 1));
      const sharp = name === "cnn" ? [] : ["--sharpness"];
      const { landscapes, text } = await look(name, "--directions", "path", ...sharp, "--examples", "40");
      const [{ loss, values, x, y, path, shares, sharpness }] = landscapes;
      expect(values[y.indexOf(0) * 5 + x.indexOf(0)]).toBe(loss);
      for (const [column, row] of path) {
        expect(column >= x[0] && column <= x[4] && row >= y[0] && row <= y[4]).toBe(true);
      }
      for (const place of path.at(-1)) expect(place).toBeCloseTo(0, 6);
      expect(shares[0] + shares[1]).toBeLessThan(1 + 1e-9);
      expect(shares[0]).toBeGreaterThan(shares[1]);
      if (name === "cnn") return;
      expect(sharpness.loss).toBeCloseTo(loss, 5);
      expect(sharpness.spectrum[0]).toBe(sharpness.largest);
      expect(text).toContain("largest eigenvalue of the Hessian");
    },
  );

  it("tells the flatter of two runs, and draws both", async () => {
    await train("mlp");
    await runHere("train", ...trainings.mlp, "--epochs", "30", "--run-dir", "longer");
    const { landscapes, verdict, pictures } = await look("mlp", "--against", "longer", "--svg", "both.svg");
    expect(landscapes).toHaveLength(2);
    const flatter = landscapes[0].meanRise < landscapes[1].meanRise ? "mlp" : "longer";
    expect(verdict).toContain(`${flatter} lies in a flatter minimum`);
    expect(pictures.slice(0, 3)).toEqual(["both.svg", "both-2.svg", "both-3.svg"]);
    expect(await readFile("both.svg", "utf8")).toContain("<svg");
  });

  it("fails with a reason where there is no run, or not the whole of it", async () => {
    await mkdir("empty");
    await mkdir("other");
    await writeFile("other/run.json", "{}");
    await train("table");
    await mkdir("failed");
    const saved = JSON.parse(await readFile("table/run.json", "utf8"));
    await writeFile("failed/run.json", JSON.stringify({ ...saved, status: "failed", reason: "training diverged" }));
    const refused = async (exitCode: number, message: string, ...parameters: readonly string[]) => {
      const found = await runHere("landscape", ...parameters);
      expect([found.exitCode, found.out]).toEqual([exitCode, ""]);
      expect(found.err).toContain(message);
      expect(found.err.trimEnd().split("\n")).toHaveLength(1);
    };
    await refused(2, "landscape: there is no folder none; name a folder that thalweg train has left", "none");
    await refused(2, "landscape: there is no folder verse.txt", "verse.txt");
    await refused(2, "landscape: empty is no run, it has no run.json", "empty");
    await refused(2, "run.json is not that of a trained network", "other");
    await refused(1, "failed: has no checkpoints/final.safetensors; it failed: training diverged", "failed");
    await refused(2, "table kept no path; train with --keep-path 50", "table", "--directions", "path");
    await refused(2, "It must be an odd number ≥ 5", "table", "--grid", "6");
    await refused(2, "There is no kind of directions up", "table", "--directions", "up");
    await refused(2, "--svg: empty is a folder", "table", "--svg", "empty");
    await writeFile("table.csv", (await readFile("table.csv", "utf8")).replace("1,v,3", "1,v,4"));
    await refused(1, "table: the data are not those it was trained on", "table");
    await rm("table.csv");
    await refused(1, "table: the data it was trained on cannot be read: --file: there is no file table.csv", "table");
  });
});

const steps = async (name: string): Promise<number> =>
  JSON.parse(await readFile(`${name}/run.json`, "utf8")).results.steps;
