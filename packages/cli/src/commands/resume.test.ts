import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readJsonLines } from "thalweg/events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "../command-line.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { leftIn } from "../testing/killed-runs.ts";
import { fakeSurroundings, lastLine, Recorder, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(() => process.chdir(within()));
afterEach(() => process.chdir(before));

const parameters = [
  ...["garments", "--train-examples", "200", "--test-examples", "20", "--validation-split", "0.1", "--hidden", "8"],
  ...["--epochs", "4", "--batch-size", "16", "--blas", "off", "--checkpoint-every", "5"],
];

const readJson = async (...names: readonly string[]) => JSON.parse(await readFile(join(...names), "utf8"));

/** Asks to stop as soon as a text is written. */
class Stopping extends Recorder {
  private readonly at: string;
  private readonly stop: () => void;

  constructor(at: string, stop: () => void) {
    super();
    this.at = at;
    this.stop = stop;
  }

  override write(text: string): void {
    super.write(text);
    if (this.text.includes(this.at)) this.stop();
  }
}

/** Trains into `run`, and stops in the epoch after the text is written. */
const broken = async (at = "epoch 2/4", given: readonly string[] = parameters): Promise<void> => {
  const surroundings = fakeSurroundings();
  const out = new Stopping(at, () => surroundings.interruption.request());
  expect(await runCommandLine(["train", ...given, "--run-dir", "run"], { ...surroundings, out })).toBe(130);
};

const refused = async (exitCode: number, message: string | RegExp, ...given: readonly string[]) => {
  const found = await runHere("train", "--resume", ...given);
  expect([found.exitCode, found.out]).toEqual([exitCode, ""]);
  expect(found.err).toMatch(message);
};

/** What is refused leaves the run as it is. */
const changes = async (names: readonly string[], change: (content: Record<string, unknown>) => object) => {
  const path = join(...names);
  await writeFile(path, JSON.stringify(change(await readJson(path))));
};

describe("thalweg train --resume", () => {
  it("goes on with a run that was stopped, as if it never had been", async () => {
    const whole = await runHere("train", ...parameters, "--run-dir", "whole", "--json");
    await broken();
    expect((await readJson("run", "run.json")).results).toMatchObject({ epochs: 2, steps: 25 });
    const { exitCode, out, err } = await runHere("train", "--resume", "run", "--json", "--save", "model.safetensors");
    expect(exitCode, err).toBe(0);
    expect(err).toContain("\ngoes on after 25 updates, in epoch 3 of 4\n\n");
    expect(err.match(/^epoch \d\/4/gm)).toEqual(["epoch 3/4", "epoch 4/4"]);
    const factsIn = (text: string) => ({
      ...JSON.parse(lastLine(text)),
      seconds: 0,
      millisecondsPerStep: 0,
      runDir: "",
    });
    expect(factsIn(out)).toEqual(factsIn(whole.out));
    expect(await leftIn("run")).toEqual(await leftIn("whole"));
    expect(existsSync("model.safetensors")).toBe(true);
    const [resumed, unbroken] = [await readJson("run", "run.json"), await readJson("whole", "run.json")];
    expect(resumed.resumed).toEqual([{ date: expect.any(String), step: 25 }]);
    const { settings, given, data, status, results } = resumed;
    expect({ settings, given, data, status }).toEqual({
      settings: unbroken.settings,
      given: unbroken.given,
      data: unbroken.data,
      status: "finished",
    });
    const seconds = (await readFile(join("run", "history.csv"), "utf8"))
      .trimEnd()
      .split("\n")
      .slice(1)
      .reduce((sum, line) => sum + Number(line.split(",").at(-2)), 0);
    expect(results.seconds).toBeGreaterThan(seconds);
    const kinds = (await readJsonLines(join("run", "log.jsonl")))?.map(({ kind }) => kind);
    expect(kinds?.filter((kind) => kind === "epoch")).toHaveLength(4);
    await refused(2, "--resume: run is finished; train anew, with more --epochs if it should go on longer", "run");
  });

  it("begins again where no checkpoint was written, and removes what killed processes left", async () => {
    await runHere("train", ...parameters, "--run-dir", "whole");
    await broken("epoch 1/4");
    await rm(join("run", "checkpoints", "last.safetensors"));
    await writeFile(join("run", "lock"), "999999999");
    for (const left of ["lock.999999999", "run.json.999999999.abc12.part", "checkpoints/last.safetensors.9.x1.part"]) {
      await writeFile(join("run", left), "x");
    }
    const { exitCode, out } = await runHere("train", "--resume", "run");
    expect(exitCode).toBe(0);
    expect(out).toContain("no checkpoint was written yet: begins again from the start");
    expect(await leftIn("run")).toEqual(await leftIn("whole"));
  });

  it("goes on with a run that failed, which fails again for the same reason", async () => {
    const wild = [...parameters, "--optimizer", "sgd", "--learning-rate", "1e30", "--run-dir", "run"];
    const first = await runHere("train", ...wild);
    const again = await runHere("train", "--resume", "run");
    expect([again.exitCode, again.err]).toEqual([1, first.err]);
    expect((await readJson("run", "run.json")).status).toBe("failed");
  });

  it("takes all from run.json: other options are refused, those that say the same are not", async () => {
    await broken();
    const only =
      "only --threads, --blas, --save, --json, --summary, --checkpoint-every, --diagnose and --give-up may be given beside";
    await refused(
      2,
      `--epochs: was 4 in the run of run, got 9; leave it out: all is as run.json says, and ${only}`,
      "run",
      "--epochs",
      "9",
    );
    await refused(2, "--learning-rate: was not given in the run of run, got 0.1", "run", "--learning-rate", "0.1");
    await refused(2, '--schedule: was "constant" in the run of run, got "cosine"', "run", "--schedule", "cosine");
    await refused(2, "--keep-path: was not given", "run", "--keep-path", "5");
    await refused(2, "--run-dir: was not given", "run", "--run-dir", "other");
    await refused(2, "--resume: goes on with the run in run, got garments, too", "run", "garments");
    const { exitCode } = await runHere("train", "--resume", "run", "--epochs", "4", "--optimizer", "adam");
    expect(exitCode).toBe(0);
  });

  it("refuses what is no run, or one that is damaged, and says what to do", async () => {
    await refused(2, "--resume: there is no folder none; name a folder that thalweg train has left", "none");
    await mkdir("empty");
    await refused(2, "--resume: empty is no run, it has no run.json", "empty");
    await broken();
    const last = join("run", "checkpoints", "last.safetensors");
    const bytes = await readFile(last);
    await truncate(last, 1000);
    await refused(
      1,
      /--resume: the checkpoint cannot be used: .* is truncated: .*\nwithout run.*last\.safetensors the run would begin again/s,
      "run",
    );
    await writeFile(last, bytes);
    await writeFile(join("run", "history.csv"), "epoch,step\n1,12\n");
    await refused(1, /history\.csv does not hold the 2 epochs that were over; put it back, or remove/, "run");
    await changes(["run", "run.json"], ({ given: _, ...old }) => old);
    await refused(2, "--resume: run was begun by a version that cannot go on with a run; train anew", "run");
    await writeFile(join("run", "run.json"), '{"command":"train"');
    await refused(2, /run\.json is not that of a trained network/, "run");
    expect(await readdir("run")).not.toContain("lock");
  });

  it("saves the model where the run was told to, and sends trials to their sweep", async () => {
    await broken("epoch 2/4", [...parameters, "--save", "asked.safetensors"]);
    await rm("asked.safetensors");
    const saved = await readJson("run", "run.json");
    await changes(["run", "run.json"], (content) => ({ ...content, rungs: [] }));
    await refused(2, "--resume: run is a trial of a sweep; the command of the sweep goes on with it", "run");
    await writeFile(join("run", "run.json"), JSON.stringify(saved));
    expect((await runHere("train", "--resume", "run")).exitCode).toBe(0);
    expect(existsSync("asked.safetensors")).toBe(true);
  });

  it("refuses a run that another process trains", async () => {
    await broken();
    await writeFile(join("run", "lock"), String(process.ppid));
    await refused(
      1,
      `--resume: process ${process.ppid} trains in run; wait for it, or remove ${join("run", "lock")} if`,
      "run",
    );
    expect(await readFile(join("run", "lock"), "utf8")).toBe(String(process.ppid));
  });

  it("refuses other data, and names them", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 5},${(i % 7) * (i % 5)}\n`);
    await writeFile("table.csv", `x,y,z\n${rows.join("")}`);
    const table = ["csv", "--file", "table.csv", "--target", "z", "--epochs", "4", "--blas", "off"];
    await broken("epoch 2/4", table);
    await writeFile("table.csv", `x,y,z\n${rows.slice(1).join("")}1,1,5\n`);
    await refused(1, "run: the data are not those it was trained on: table.csv has changed (train, test); put", "run");
    await rm("table.csv");
    await refused(1, /run: the data it was trained on cannot be read: .*table\.csv/, "run");
  });

  it("refuses a device that rounds otherwise, and tells of another version", async () => {
    await broken();
    await changes(["run", "run.json"], (content) => ({ ...content, versions: { thalweg: "0.0.9" } }));
    const saved = await readJson("run", "run.json");
    const device = { ...saved.device, relaxedFma: !saved.device.relaxedFma };
    await writeFile(join("run", "run.json"), JSON.stringify({ ...saved, device }));
    await refused(2, "the sums would be rounded otherwise; go on with the processor and the version of Node", "run");
    await writeFile(join("run", "run.json"), JSON.stringify(saved));
    const { out } = await runHere("train", "--resume", "run", "--blas", "off");
    expect(out).toMatch(/\nbegun with thalweg 0\.0\.9, goes on with .*: the last bits may be others\n/);
  });
});
