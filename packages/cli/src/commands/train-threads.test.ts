import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();
beforeEach(() => process.chdir(within()));
afterEach(() => process.chdir(before));

const small = ["--train-examples", "100", "--test-examples", "20", "--hidden", "8", "--epochs", "1"];

const three = ["--threads", "3", "--blas", "off"];

describe("thalweg train --threads --blas", () => {
  it("computes on so many threads, says so and writes it down", async () => {
    const { exitCode, out, err } = await runHere("train", "garments", ...small, ...three, "--run-dir", "run");
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toMatch(/^ {2}device +wasm, 3 threads/m);
    const { settings, device } = JSON.parse(await readFile(within("run", "run.json"), "utf8"));
    expect([settings.threads, device.threads]).toEqual([3, 3]);
    expect([settings.blas, device.blas]).toEqual(["off", null]);
  });

  it("takes the same number once more, and tells it as JSON", async () => {
    const { exitCode, out } = await runHere("train", "garments", ...small, ...three, "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(lastLine(out))).toMatchObject({ device: "wasm", threads: 3 });
  });

  it.each([
    [["--threads", "0"], "option '--threads <n>' argument '0' is invalid. It must be a whole number from 1 to 64."],
    [["--threads", "65"], "It must be a whole number from 1 to 64."],
    [["--threads", "many"], "It must be a whole number from 1 to 64."],
    [["--blas", "off", "--device", "reference"], "--blas: reference computes without a BLAS, got off; leave it out"],
    [["--threads", "2", "--device", "reference"], "--threads: reference computes on one thread and takes no number"],
  ])("refuses %j with exit code 2", async (parameters, message) => {
    const { exitCode, out, err } = await runHere("train", "garments", ...small, ...parameters);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it.each([
    ["text", "--file", "none"],
    ["csv", "--file", "none", "--target", "x"],
  ])("refuses the reference device for %s, too", async (...parameters) => {
    const given = [...parameters, "--threads", "2", "--device", "reference"];
    const { exitCode, err } = await runHere("train", ...given);
    expect([exitCode, err]).toEqual([2, expect.stringContaining("--threads: reference")]);
  });
});
