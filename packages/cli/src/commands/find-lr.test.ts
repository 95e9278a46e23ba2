import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();

const findLr = async (...parameters: readonly string[]) => {
  const { exitCode, out, err } = await runHere("find-lr", ...parameters, "--json");
  expect(exitCode, err).toBe(0);
  return { facts: JSON.parse(lastLine(out)), err };
};

describe("thalweg find-lr", () => {
  it.each([
    ["sgd", 0.05, 1],
    ["adam", 5e-4, 1e-2],
  ])("finds a rate for %s with which garments are learned", { timeout: 120_000 }, async (optimizer, low, high) => {
    const data = ["--train-examples", "2000", "--hidden", "64", "--batch-size", "64"];
    const { facts, err } = await findLr("garments", ...data, "--optimizer", optimizer, "--svg", within("rate.svg"));
    const { suggestion, divergence, reason, command, losses, rates } = facts;
    expect(suggestion).toBeGreaterThan(low);
    expect(suggestion).toBeLessThan(high);
    expect(divergence === null || suggestion <= divergence / 10).toBe(true);
    expect(losses).toHaveLength(rates.length);
    expect(err).toContain(`suggestion: `);
    expect(err).toContain(reason);
    expect(await readFile(within("rate.svg"), "utf8")).toMatch(/^<svg/);
    const words = command.split(" ");
    expect(words.slice(0, 3)).toEqual(["thalweg", "train", "garments"]);
    const lossAt = async (factor: number): Promise<number> => {
      const line = words
        .slice(1)
        .map((word: string) => (word === String(suggestion) ? String(factor * suggestion) : word));
      const run = ["--test-examples", "100", "--epochs", "6", "--run-dir", within(`run-${factor}`), "--json"];
      const { exitCode, out } = await runHere(...line, ...run);
      // One that diverged fails.
      return exitCode === 0 ? JSON.parse(lastLine(out)).trainLoss : Number.POSITIVE_INFINITY;
    };
    const [loss, tooLow, tooHigh] = [await lossAt(1), await lossAt(0.1), await lossAt(10)];
    expect(loss).toBeLessThan(0.9 * tooLow);
    expect(loss).toBeLessThan(0.9 * tooHigh);
  });

  it("walks surfaces, too, and says where nothing explodes", async () => {
    const { facts } = await findLr("rosenbrock", "--optimizer", "gd");
    expect(facts.suggestion).toBeLessThan(5e-3);
    expect(facts.suggestion).toBeGreaterThan(1e-4);
    expect(facts.command).toMatch(/^thalweg compare rosenbrock --optimizers gd --steps 1000 --learning-rate \S+$/);
    const low = await findLr("ravine", "--to", "1e-6");
    expect(low.facts.divergence).toBeNull();
    expect(low.err).toContain("the loss did not explode");
  });

  it.each<[string, string, readonly string[]]>([
    ["a first rate of 0", "'--from <rate>' argument '0' is invalid. It must be a number > 0.", ["--from", "0"]],
    ["an empty range", "to must be a finite number above from (1), got 0.1", ["ravine", "--from", "1", "--to", "0.1"]],
    ["a single update", "updates must be a whole number ≥ 2, got 1", ["ravine", "--updates", "1"]],
    ["an unknown surface", "There is no surface or data set ravin; did you mean ravine?", ["ravin"]],
    ["an optimizer without a rate", "learning rate; use another", ["ravine", "--optimizer", "rprop"]],
    [
      "a rate of its own",
      "--set learningRate: the test gives the rate; leave it out",
      ["ravine", "--set", "learningRate=1"],
    ],
    ["options of networks", "--hidden: a test on ravine has no use for it; leave it out", ["ravine", "--hidden", "3"]],
  ])("refuses %s with exit code 2", async (_, message, parameters) => {
    const { exitCode, out, err } = await runHere("find-lr", ...parameters, "--svg", within("none.svg"));
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(await readdir(within())).toEqual([]);
  });
});
