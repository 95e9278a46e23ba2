/** `THALWEG_KILLS=50 npx vitest run --project node packages/cli/src/commands/resume-kill.test.ts` kills more often. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { Generator } from "thalweg/random";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { killedRun, leftIn, startTraining, unbroken } from "../testing/killed-runs.ts";

const within = temporaryFolder();

const kills = Number(process.env.THALWEG_KILLS ?? 5);
const fewKills = Math.ceil(kills / 5);

const pictures = [
  ...["garments", "--train-examples", "1000", "--test-examples", "50", "--hidden", "32", "--validation-split", "0.1"],
  ...["--epochs", "5", "--batch-size", "16", "--optimizer", "adamw", "--schedule", "warmup-cosine", "--clip", "1"],
  ...["--augment", "shift,flip,noise", "--checkpoint-every", "7"],
];
const text = [
  ...["text", "--file", "story.txt", "--width", "16", "--layers", "1", "--heads", "2", "--context", "16"],
  ...["--dropout", "0.2", "--accumulate", "2", "--epochs", "8", "--batch-size", "4", "--checkpoint-every", "5"],
];
const table = [
  ...["csv", "--file", "points.csv", "--target", "z", "--model", "mlp-bn", "--hidden", "16,16", "--epochs", "30"],
  ...["--batch-size", "8", "--keep-path", "5", "--checkpoint-every", "10"],
];

const writeData = async (): Promise<void> => {
  const random = new Generator(3);
  const words = Array.from({ length: 900 }, () => ["river", "valley", "stone", "deep", "line"][random.integer(5)]);
  await writeFile(within("story.txt"), words.join(" "));
  const rows = Array.from({ length: 400 }, () => [random.uniform(), random.uniform()]);
  await writeFile(within("points.csv"), `x,y,z\n${rows.map(([x, y]) => `${x},${y},${x * y}\n`).join("")}`);
};

describe("a run that is killed at random moments and resumed", () => {
  it.each([
    ["pictures, changed at random", pictures, kills, 4],
    ["a text, with dropout, two batches an update", text, fewKills, 2],
    ["a table, with batch normalization", table, fewKills, 2],
  ])("ends with the bits of an unbroken one: %s", { timeout: 600_000 }, async (_, parameters, wanted, mostInOne) => {
    await writeData();
    const whole = await unbroken(within(), parameters);
    const random = new Generator(2026);
    let killed = 0;
    const places: number[] = [];
    for (let run = 0; killed < wanted; run++) {
      const times = 1 + random.integer(mostInOne);
      const name = `killed-${run}`;
      const { moments, updates, left, facts } = await killedRun(within(), { parameters, name, times }, whole, random);
      const about = `run ${run}, killed after ${moments.map(Math.round).join(", ")} ms`;
      expect(left.final === whole.left.final, `weights of ${about}`).toBe(true);
      expect(left.best === whole.left.best, `best weights of ${about}`).toBe(true);
      expect(left.history, about).toBe(whole.left.history);
      expect(left.steps, about).toEqual(whole.left.steps);
      expect(left.curves, about).toEqual(whole.left.curves);
      if (facts !== undefined) expect([left.names, facts], about).toEqual([whole.left.names, whole.facts]);
      killed += moments.length;
      places.push(...updates);
      await rm(within(name), { recursive: true });
    }
    if (process.env.THALWEG_KILLS !== undefined)
      console.log(`killed ${killed} times, with checkpoints after updates ${places.join(", ")}`);
  });
});

describe("a run that was computed with a BLAS that is not to be had", () => {
  it("is refused, and goes on with another one that is asked for", { timeout: 60_000 }, async () => {
    await writeData();
    const first = startTraining(within(), [...table, "--epochs", "200", "--blas", "off", "--run-dir", "run"]);
    await first.says("epoch   3/200");
    first.child.kill("SIGINT");
    await first.ending;
    const path = within("run", "run.json");
    const saved = JSON.parse(await readFile(path, "utf8"));
    const blas = { name: "Other", about: "Other 1.0", path: "/none/libother.so", rule: "1" };
    await writeFile(path, JSON.stringify({ ...saved, device: { ...saved.device, blas } }));
    const refused = await startTraining(within(), ["--resume", "run"]).ending;
    expect([refused.code, refused.out]).toEqual([2, ""]);
    expect(refused.err).toMatch(
      /^error: --resume: run was computed with Other at .none.libother\.so \(Other 1\.0; rule 1\),/,
    );
    expect(refused.err).toMatch(/or give --blas auto or --blas off to go on with other rounding\n$/);
    const second = startTraining(within(), ["--resume", "run", "--blas", "off"]);
    await second.says("epoch   6/200");
    expect(second.child.kill("SIGINT")).toBe(true);
    const { err } = await second.ending;
    expect(err).toMatch(
      /from here on with no BLAS, before with Other at .*: the last bits are not those of an unbroken run/,
    );
    expect(JSON.parse(await readFile(path, "utf8")).device.blas).toBeNull();
  });
});

describe("a run that is stopped by Ctrl-C and resumed", () => {
  it("ends with the bits of an unbroken one", { timeout: 120_000 }, async () => {
    const whole = await unbroken(within(), pictures);
    const first = startTraining(within(), [...pictures, "--run-dir", "stopped"]);
    await first.says("epoch 2/5");
    first.child.kill("SIGINT");
    const { code, err } = await first.ending;
    expect([code, err]).toEqual([130, expect.stringMatching(/thalweg train --resume stopped goes on from there\n$/)]);
    const { status, results } = JSON.parse(await readFile(within("stopped", "run.json"), "utf8"));
    expect([status, results.epochs]).toEqual(["interrupted", 2]);
    const second = await startTraining(within(), ["--resume", "stopped"]).ending;
    expect(second.code, second.err).toBe(0);
    expect(second.err).toContain(`goes on after ${results.steps} updates, in epoch 3 of 5`);
    expect(second.err).toMatch(/\nepoch 3\/5 /);
    const left = await leftIn(within("stopped"));
    expect(left.final === whole.left.final).toBe(true);
    expect({ ...left, final: "", best: "" }).toEqual({ ...whole.left, final: "", best: "" });
  });

  it("is left alone while it trains", { timeout: 60_000 }, async () => {
    const first = startTraining(within(), [...pictures, "--epochs", "2000", "--run-dir", "shared"]);
    await first.says("epoch    1/2000");
    const second = await startTraining(within(), ["--resume", "shared"]).ending;
    expect([second.code, second.out]).toEqual([1, ""]);
    expect(second.err).toContain(`--resume: process ${first.child.pid} trains in shared; wait for it, or remove`);
    first.child.kill("SIGKILL");
    await first.ending;
  });
});
