import { mkdir, utimes, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "../command-line.ts";
import { writeRun } from "../journal/testing/run-json.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { fakeSurroundings, lastLine, Recorder, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(() => process.chdir(within()));
afterEach(() => process.chdir(before));

const started = (day: number) => ({ started: `2026-01-0${day}T00:00:00.000Z` });

/** Three runs and a trial of a sweep. */
const writeRuns = async (): Promise<void> => {
  await writeRun("runs/a", { more: started(1), results: { testAccuracy: 0.5, testLoss: 1.25 } });
  await writeRun("runs/b", {
    settings: { optimizer: "sgd", learningRate: 0.1, seed: 1 },
    more: { ...started(2), findings: [{ id: "rate-too-high", severity: "warning", sentence: "Lower it." }] },
    results: { testAccuracy: 0.75, testLoss: 1.5 },
  });
  await writeRun("runs/c", { more: { ...started(3), status: "interrupted" }, settings: { epochs: 9, seed: 2 } });
  await writeRun("runs/sweep/trials/000", { more: started(4), settings: { batchSize: 32, kind: "network" } });
};

/** What a screen of so many columns shows. */
const onScreen = async (columns: number, ...parameters: readonly string[]) => {
  const surroundings = { ...fakeSurroundings(), out: Object.assign(new Recorder(), { columns }) };
  expect(await runCommandLine(parameters, surroundings)).toBe(0);
  return surroundings.out.text.split("\n");
};

const namesIn = (out: string): readonly string[] =>
  JSON.parse(lastLine(out)).runs.map(({ name }: { name: string }) => name);

const list = async (...parameters: readonly string[]) => namesIn((await runHere("runs", ...parameters, "--json")).out);

describe("thalweg runs", () => {
  it("lists runs, the newest first, with the last note, and says once what is the same", async () => {
    await writeRuns();
    await runHere("note", "b", "steady");
    const { exitCode, out, err } = await runHere("runs");
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out.split("\n")).toEqual([
      "in all: data garments, model mlp",
      "",
      "name              status       optimizer   rate  batch  seed  epochs  testAccuracy  testLoss    time  finding        notes",
      "sweep/trials/000  finished     adam       0.001     32     0       2        0.2500    2.0000  0.50 s",
      "c                 interrupted  adam       0.001    128     2     2/9        0.2500    2.0000  0.50 s",
      "b                 finished     sgd          0.1    128     1       2        0.7500    1.5000  0.50 s  rate-too-high      1",
      "    note: steady",
      "a                 finished     adam       0.001    128     0       2        0.5000    1.2500  0.50 s",
      "",
      "4 runs",
      "",
    ]);
  });

  it("keeps to the screen and says what it leaves out", async () => {
    await writeRuns();
    await runHere("note", "b", "n".repeat(100));
    const lines = await onScreen(80, "runs");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.join("\n")).toContain("no room for time, notes, epochs, batch");
    expect(lines.find((line) => line.startsWith("b "))).toContain("rate-too-high");
  });

  it("filters, sorts and limits", async () => {
    await writeRuns();
    expect(await list()).toEqual(["sweep/trials/000", "c", "b", "a"]);
    expect(await list("--where", "optimizer=adam", "--where", "batch>32")).toEqual(["c", "a"]);
    expect(await list("--where", "testAccuracy>=0.5", "--sort", "testAccuracy")).toEqual(["b", "a"]);
    expect(await list("--sort", "testLoss", "--limit", "2")).toEqual(["a", "b"]);
    expect(await list("--sort", "batch-size", "--reverse", "--limit", "1")).not.toEqual(["sweep/trials/000"]);
    expect(await list("--status", "interrupted")).toEqual(["c"]);
    expect(await list("runs/sweep", "runs/a")).toEqual(["sweep/trials/000", "a"]);
    expect(await list("--where", "finding=rate-too-high")).toEqual(["b"]);
  });

  it("shows chosen columns, and counts", async () => {
    await writeRuns();
    const { out } = await runHere(
      "runs",
      "--columns",
      "name,hidden,fingerprints.train",
      "--limit",
      "1",
      "--status",
      "finished",
    );
    expect(out.split("\n")).toEqual([
      "name              hidden  fingerprints.train",
      "sweep/trials/000  32      e9dce8e412492b10",
      "",
      "1 of 3 runs shown, 4 in all",
      "",
    ]);
  });

  it("tells machines everything in one line", async () => {
    await writeRuns();
    const { out } = await runHere("runs", "--json", "--where", "name=b");
    expect(out.trimEnd().split("\n")).toHaveLength(1);
    const { command, found, runs, broken } = JSON.parse(out);
    expect([command, found, broken]).toEqual(["runs", 4, []]);
    expect(runs).toMatchObject([
      {
        folder: "runs/b",
        status: "finished",
        settings: { optimizer: "sgd", learningRate: 0.1, schedule: "constant", "schedule.value": 0.1 },
        results: { testAccuracy: 0.75, "classAccuracy.Bag": 0.5 },
        findings: [{ id: "rate-too-high" }],
        notes: [],
      },
    ]);
  });

  it("lists others when some cannot be read, and says which seem broken off", async () => {
    await writeRuns();
    await mkdir("runs/broken");
    await writeFile("runs/broken/run.json", '{"command": "tra');
    await writeRun("runs/old", { more: { status: "training" } });
    const hoursAgo = new Date(Date.now() - 3 * 3600 * 1000);
    await utimes("runs/old/run.json", hoursAgo, hoursAgo);
    const { exitCode, out, err } = await runHere("runs");
    expect([exitCode, err]).toEqual([0, "left out: runs/broken/run.json is no whole JSON\n"]);
    expect(out).toContain("5 runs\n");
    expect(out).toContain("old says it is training, but has written nothing for 3 h: it may have been broken off");
    expect(JSON.parse((await runHere("runs", "--json")).out).broken).toMatchObject([{ folder: "runs/broken" }]);
  });

  it("says so when there are none", async () => {
    expect((await runHere("runs")).out).toBe("there are no runs in runs; thalweg train leaves one there\n");
    expect((await runHere("runs", "--group", "--json")).out).toBe(
      '{"command":"runs","found":0,"groups":[],"broken":[]}\n',
    );
    await writeRuns();
    expect((await runHere("runs", "--where", "seed=99")).out).toBe("none of 4 runs is like that\n");
  });

  it("groups by everything but the seed, the best first", async () => {
    for (const [index, testAccuracy] of [0.5, 0.6, 0.7].entries()) {
      await writeRun(`runs/a${index}`, { settings: { seed: index }, results: { testAccuracy } });
      await writeRun(`runs/b${index}`, {
        settings: { seed: index, clip: 1 },
        results: { testAccuracy: testAccuracy + 0.25 },
      });
    }
    const { out, err } = await runHere("runs", "--group", "--columns", "testAccuracy,steps");
    expect(err).toBe("");
    expect(out.split("\n")).toEqual([
      "in all: data garments, model mlp, optimizer adam, rate 0.001, batch 128, epochs 2",
      "",
      "      clip  seeds     testAccuracy  steps",
      "1        1  3      0.8500 ± 0.1000  8 ± 0",
      "2  not set  3      0.6000 ± 0.1000  8 ± 0",
      "",
      "2 groups of 6 runs; mean ± standard deviation",
      "By testAccuracy, the highest of several seeds is group 1 (clip 1), 0.8500 ± 0.1000, n = 3:",
      "- against group 2 (clip not set), 0.6000 ± 0.1000, n = 3: more than chance (Welch's t = 3.06, p = 0.0376)",
      "",
    ]);
    const { groups } = JSON.parse((await runHere("runs", "--group", "--sort", "testLoss", "--json")).out);
    expect(groups).toMatchObject([
      { runs: ["runs/a0", "runs/a1", "runs/a2"], settings: { clip: null }, repeated: 0, unfinished: 0 },
      { settings: { clip: 1 }, p: 1 },
    ]);
    const by = JSON.parse((await runHere("runs", "--group-by", "seed", "--json")).out);
    expect(by.groups.map(({ runs }: { runs: readonly string[] }) => runs.length)).toEqual([2, 2, 2]);
  });

  it.each([
    [["--where", "optimzer=adam"], "--where: no run has a setting or result optimzer; did you mean optimizer?"],
    [["--where", "optimizer"], "--where: must be a name, one of <= >= != = < > and a value"],
    [["--sort", "testAcuracy"], "--sort: no run has a setting or result testAcuracy; did you mean testAccuracy?"],
    [["--columns", "nme"], "--columns: no run has a setting or result nme; did you mean name?"],
    [["--columns", "name,,seed"], "It must be names with commas between them"],
    [["--group-by", "optimzer"], "--group-by: no run has a setting or result optimzer"],
    [["--status", "finishd"], "--status: there is no status finishd; did you mean finished?"],
    [["--limit", "0"], "It must be a whole number ≥ 1"],
    [["none"], "runs: there is no folder none; name one with runs in it"],
    [["runs", "--nonsense"], "unknown option '--nonsense'"],
  ])("refuses %j with exit code 2", async (parameters, message) => {
    await writeRuns();
    const { exitCode, out, err } = await runHere("runs", ...parameters);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});
