import { describe, expect, it } from "vitest";
import { runBench } from "../bench/run-bench.ts";
import { runCommandLine } from "../command-line.ts";
import { fakeSurroundings, lastLine, Recorder, runHere } from "../testing/surroundings.ts";

const quick = ["--seconds", "0.01", "--threads", "2", "--blas", "off"];

describe("thalweg bench", () => {
  it("tells the machine and how fast it is", async () => {
    const { exitCode, out, err } = await runHere("bench", ...quick, "--only", "mlp,small", "--only", "product");
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toMatch(/^ {2}machine {2}.+, \d+ cores?, [\d.]+ GiB of memory\n {2}system +.*Node \d+/);
    expect(out).toMatch(/^ {2}device {3}wasm, 2 threads, .*shared memory\n {2}blas {5}none$/m);
    expect(out).toMatch(/^product 512³ +[\d.]+ .s +[\d.]+ .s +[\d.]+ .s +[\d,.]+ GFLOP\/s$/m);
    expect(out).toMatch(/^MLP 784-256-128-10.* [\d,.]+ examples\/s +[\d.]+ ms$/m);
    expect(out).toMatch(/^adam on a function of 2 numbers( +[\d.]+ [µnm]s){3}$/m);
    expect(out).not.toContain("\u001b");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("ends with one line of JSON", async () => {
    const { exitCode, out, err } = await runHere("bench", ...quick, "--only", "peak,mlp", "--json");
    expect([exitCode, out.trimEnd().split("\n").length]).toEqual([0, 1]);
    expect(err).toContain("product in cache");
    const { machine, seconds, results } = JSON.parse(lastLine(out));
    expect(machine).toMatchObject({
      cpu: expect.any(String),
      cores: expect.any(Number),
      versions: { node: process.versions.node },
      device: { name: "wasm", threads: 2, sharedMemory: true, relaxedFma: expect.any(Boolean), blas: null },
    });
    expect(seconds).toBe(0.01);
    const times = { median: expect.any(Number), lowest: expect.any(Number), highest: expect.any(Number) };
    expect(results).toEqual([
      {
        name: "peak",
        title: "product in cache, all threads",
        milliseconds: { ...times, samples: expect.any(Number) },
        rate: { unit: "GFLOP/s", value: expect.any(Number) },
      },
      expect.objectContaining({ name: "mlp", compileMilliseconds: expect.any(Number) }),
    ]);
    expect(results[0].milliseconds.median).toBeGreaterThan(0);
  });

  it("tells what the steps need of memory", async () => {
    const { exitCode, out } = await runHere("bench", ...quick, "--memory", "--json", "--only", "mlp,transformer");
    expect(exitCode).toBe(0);
    const { memory, peakResidentBytes } = JSON.parse(lastLine(out));
    const [mlp, transformer] = memory.map(({ bytes }: { bytes: Record<string, number> }) => bytes);
    const parameters = 784 * 256 + 256 + 256 * 128 + 128 + 1280 + 10;
    expect([mlp.weights, mlp.optimizer]).toEqual([4 * parameters, 8 * parameters]);
    expect(mlp.gradients - mlp.weights).toBeGreaterThanOrEqual(0);
    expect(mlp.gradients - mlp.weights).toBeLessThan(256);
    expect(mlp.held).toBe(4 * 128 * (256 + 128));
    for (const bytes of [mlp, transformer]) {
      expect(bytes.scratch).toBeGreaterThanOrEqual(bytes.scratchAtOnce);
      expect(bytes.scratchWithoutReuse).toBeGreaterThanOrEqual(bytes.scratchAtOnce);
      expect(bytes.held).toBeLessThan(bytes.scratchAtOnce);
      expect(bytes.largest).toBeGreaterThan(0);
    }
    expect(transformer.scratchWithoutReuse).toBeGreaterThan(1.5 * transformer.scratch);
    if (process.platform === "linux") expect(peakResidentBytes).toBeGreaterThan(1e7);
    else expect(peakResidentBytes).toBeNull();
  });

  it("compares one thread with several", async () => {
    const surroundings = fakeSurroundings();
    const settings = { only: ["mlp"], threads: 2, blas: "off", seconds: 1, compare: true, memory: false, json: true };
    await runBench(settings, surroundings, async (_, { threads }) => 6 / threads);
    expect(surroundings.err.text).toMatch(/^MLP .* 6\.00 ms +3\.00 ms +2\.00×$/m);
    const { comparison } = JSON.parse(lastLine(surroundings.out.text));
    expect(comparison).toEqual([expect.objectContaining({ name: "mlp", oneThreadMilliseconds: 6, speedUp: 2 })]);
  });

  it("says on a screen what it is about, and wipes that away", async () => {
    const surroundings = { ...fakeSurroundings(), out: Object.assign(new Recorder(), { isTTY: true }) };
    expect(await runCommandLine(["bench", ...quick, "--only", "small"], surroundings)).toBe(0);
    const [, shown, after] = surroundings.out.text.split("\r\u001b[2K");
    expect(shown).toBe("  measuring adam on a function of 2 numbers");
    expect(after).toMatch(/^ +median/);
  });

  it("stops when asked to, with exit code 130", async () => {
    const surroundings = fakeSurroundings();
    surroundings.interruption.request();
    expect(await runCommandLine(["bench", ...quick], surroundings)).toBe(130);
    expect(surroundings.err.text).toBe("stopped before everything was measured\n");
  });

  it.each([
    [["--only", "mlb"], "There is nothing called mlb to measure; did you mean mlp?"],
    [["--only", ""], "It must be names with commas between them, such as mlp,cnn."],
    [["--seconds", "0"], "It must be a number > 0"],
    [["--threads", "0"], "It must be a whole number from 1 to 64"],
    [["--memory", "--only", "copy"], "--only: --memory takes mlp, cnn, transformer, adam, got copy; leave it out"],
    [["--blas", ""], "--blas: must be auto, off or the path of a library, got nothing"],
    [["--memory", "--compare"], "--compare: cannot go with --memory"],
    [["--nonsense"], "unknown option '--nonsense'"],
  ])("refuses %j with exit code 2", async (parameters, message) => {
    const { exitCode, out, err } = await runHere("bench", ...parameters);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});
