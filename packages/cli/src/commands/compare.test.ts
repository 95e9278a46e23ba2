import { readdir, readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(() => process.chdir(within()));
afterEach(() => process.chdir(before));

const jsonOf = async (...parameters: readonly string[]) => {
  const { exitCode, out, err } = await runHere("compare", ...parameters, "--json");
  expect([exitCode, out.trimEnd().split("\n").length]).toEqual([0, 1]);
  return { facts: JSON.parse(lastLine(out)), err };
};

describe("thalweg compare on a surface", () => {
  it("sweeps rates: what is left, and where updates diverge", async () => {
    const rates = "1e-4,5e-4,1e-3,5e-3,1e-2";
    const { exitCode, out, err } = await runHere("compare", "rosenbrock", "--optimizers", "gd", "--rates", rates);
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toMatch(/gd η 1e-4 +1e-4 +2\.0972 +never +0\n/);
    expect(out).toMatch(/gd η 5e-4 +5e-4 +0\.040834 /);
    expect(out).toMatch(/gd η 0\.001 +0\.001 +0\.0036271 /);
    expect(out).toMatch(/gd η 0\.005 +0\.005 +not finite .* at update 10\n/);
    expect(out).toMatch(/gd η 0\.01 +0\.01 +not finite .* at update 8\n/);
    expect(out).toContain("gd: the largest rate at which the loss falls is 0.001.");
  });

  it("sweeps momentum", async () => {
    const sweep = ["--optimizers", "momentum", "--rates", "1e-4", "--momentum", "0,0.5,0.9,0.99"];
    const { facts } = await jsonOf("rosenbrock", ...sweep);
    const rows: { finalLoss: number; stepsToTolerance: number | null; rises: number }[] = facts.optimizers;
    expect(rows.map(({ finalLoss }) => finalLoss.toPrecision(5))).toEqual([
      "2.0972",
      "0.40620",
      "0.0035568",
      "3.0420e-21",
    ]);
    expect(rows.map(({ stepsToTolerance }) => stepsToTolerance)).toEqual([null, null, 3866, 256]);
    expect(rows.map(({ rises }) => rises)).toEqual([0, 0, 0, 930]);
  });

  it("follows a schedule written as text", async () => {
    const schedule = "exponential:initial=1e-3,decay=0.999";
    const { facts } = await jsonOf("rosenbrock", "--optimizers", "gd", "--schedule", schedule);
    expect(facts.optimizers[0].finalLoss.toPrecision(5)).toBe("0.41340");
  });

  it("shows the spread that noise makes, and draws", async () => {
    const noisy = ["--noise", "1", "--seeds", "3", "--steps", "50", "--optimizers", "gd,adam"];
    const { facts, err } = await jsonOf("ravine", ...noisy, "--svg", "loss.svg", "--report", "page.html");
    expect(err).toContain("of all seeds");
    for (const { lowest, finalLoss, highest } of facts.optimizers) {
      expect(lowest).toBeLessThan(finalLoss);
      expect(finalLoss).toBeLessThan(highest);
    }
    expect(facts.files).toEqual(["loss.svg", "loss-2.svg", "loss-3.svg", "page.html"]);
    expect((await readdir(within())).sort()).toEqual([...facts.files].sort());
    expect(await readFile(within("loss.svg"), "utf8")).toContain("<svg");
  });

  it("tunes each optimizer and checks the rates on other starts", async () => {
    const { facts } = await jsonOf("ravine", "--optimizers", "gd", "--steps", "60", "--tune", "--check");
    const [{ learningRate, tuning }] = facts.optimizers;
    expect(learningRate).toBe(tuning.rate);
    expect(tuning.check.holds).toBe(true);
    expect(tuning.tried.length).toBeGreaterThan(60);
  }, 120_000);

  it.each([
    [["rosenbruck"], "There is no surface rosenbruck; did you mean rosenbrock?"],
    [["garment"], "did you mean garments?"],
    [[], "compare: needs a surface or a data set"],
    [["rosenbrock", "--optimizers", "adma"], "there is no optimizer adma; did you mean adam?"],
    [["rosenbrock", "--learning-rate", "0"], "It must be a number > 0."],
    [["rosenbrock", "--rates", "1e-3,-1"], "Each must be a number > 0. Commas stand between them; got -1."],
    [["rosenbrock", "--start", "Infinity,1"], "Each must be a finite number"],
    [["ravine", "--start", "1,2,3"], "--start: ravine takes 2 numbers, got 3"],
    [["rosenbrock", "--start", "1"], "the number of dimensions must be"],
    [["rosenbrock", "--steps", "0"], "It must be a whole number ≥ 1."],
    [["rosenbrock", "--optimizers", "adam(beta1=2)"], "adam: beta1 must be in [0, 1), got 2"],
    [["rosenbrock", "--check"], "--check: there are no rates to check without --tune"],
    [["rosenbrock", "--tune", "--rates", "1"], "--tune: looks for the rate itself"],
    [["saddle", "--tune"], "saddle has no lowest value"],
    [["rosenbrock", "--batch-sizes", "1"], "--batch-sizes: rosenbrock has no batches"],
    [["--seeds", "2", "garments"], "--seeds: options must stand after garments"],
    [["garments", "--tune", "--validation-split", "0"], "--tune: rates are chosen by validation data"],
    [["garments", "--optimizers", "adam(nope=1)"], "adam: there is no option nope"],
    [["garments", "--steps", "3"], "unknown option '--steps'"],
  ])("refuses %j with exit code 2", async (parameters, message) => {
    const { exitCode, out, err } = await runHere("compare", ...parameters);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(await readdir(within())).toEqual([]);
  });
});

describe("thalweg compare on a network", () => {
  const small = ["--train-examples", "100", "--test-examples", "50", "--hidden", "8", "--batch-size", "32"];

  it("trains every optimizer with every seed, each in a folder, and says what is significant", async () => {
    const parameters = [...small, "--epochs", "2", "--seeds", "2", "--optimizers", "sgd,adam,sgd(learningRate=1e30)"];
    const { facts } = await jsonOf("garments", ...parameters, "--run-dir", "all", "--report", "page.html");
    expect((await readdir(within("all"))).sort()).toEqual([
      "adam-seed-0",
      "adam-seed-1",
      "sgd-learningRate-1e30-seed-0",
      "sgd-learningRate-1e30-seed-1",
      "sgd-seed-0",
      "sgd-seed-1",
    ]);
    const [sgd, , wild] = facts.optimizers;
    expect(sgd.testAccuracy).toMatchObject({ count: 2, mean: expect.any(Number), deviation: expect.any(Number) });
    expect(wild.trainings[0]).toMatchObject({ divergedAt: expect.any(Number), scores: {} });
    expect(facts.pairs).toHaveLength(1);
    const summary = JSON.parse(await readFile(within("all", "sgd-learningRate-1e30-seed-0", "run.json"), "utf8"));
    expect(summary).toMatchObject({ status: "failed", results: { divergedAt: wild.trainings[0].divergedAt } });
  }, 60_000);

  it("gives each optimizer the rate with the lowest validation loss", async () => {
    const { facts, err } = await jsonOf(
      "garments",
      ...small,
      "--epochs",
      "1",
      "--seeds",
      "1",
      "--optimizers",
      "adam",
      "--tune",
    );
    expect(facts.tuned[0].tried).toHaveLength(11);
    expect(facts.optimizers[0].learningRate).toBe(facts.tuned[0].rate);
    expect(err).toContain("adam at 0.001: validation loss");
  }, 60_000);
});

describe("thalweg compare --batch-sizes", () => {
  it("compares sizes of batches", async () => {
    const { facts } = await jsonOf("--batch-sizes", "all,256");
    expect(facts.rows.map(({ batchSize }: { batchSize: number }) => batchSize)).toEqual([1024, 256]);
  }, 60_000);
});
