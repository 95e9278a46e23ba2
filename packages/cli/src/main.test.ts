import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./testing/folder.ts";
import { lastLine } from "./testing/surroundings.ts";

const bin = fileURLToPath(new URL("../bin/thalweg.js", import.meta.url));
const within = temporaryFolder();

/** Runs the built command; `stopAt` is what stdout must show before Ctrl-C is sent. */
const thalweg = (parameters: readonly string[], stopAt?: string) =>
  new Promise<{ exitCode: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [bin, ...parameters], { cwd: within() });
    const text = { out: "", err: "" };
    let isAsked = false;
    child.stdout.on("data", (chunk: Buffer) => {
      text.out += chunk.toString();
      if (stopAt === undefined || isAsked || !text.out.includes(stopAt)) return;
      isAsked = child.kill("SIGINT");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      text.err += chunk.toString();
    });
    child.on("close", (exitCode) => resolve({ exitCode, ...text }));
  });

const small = ["--train-examples", "100", "--test-examples", "20", "--hidden", "8"];

describe("bin/thalweg.js", () => {
  it("explains itself", async () => {
    const { exitCode, out } = await thalweg(["train", "--help"]);
    expect(exitCode).toBe(0);
    expect(out).toContain("Usage: thalweg train [options] <dataset>");
    expect(out).toContain("$ thalweg train garments --json | tail -n 1");
    const top = await thalweg(["--help"]);
    expect(top.out).toContain("trains a model of pictures, texts or tables");
    expect(top.out).not.toContain("start");
  });

  it("trains and ends with JSON", async () => {
    const { exitCode, out } = await thalweg(["train", "garments", ...small, "--epochs", "1", "--json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(lastLine(out))).toMatchObject({ dataset: "garments", testExamples: 20, epochs: 1 });
    expect(await readdir(within("runs"))).toHaveLength(1);
  });

  it("compares one thread with several, each in processes of their own", async () => {
    const options = ["--compare", "--only", "product", "--threads", "2", "--seconds", "0.02", "--json"];
    const { exitCode, out } = await thalweg(["bench", ...options]);
    expect(exitCode).toBe(0);
    const { comparison } = JSON.parse(lastLine(out));
    expect(comparison).toEqual([expect.objectContaining({ name: "product", speedUp: expect.any(Number) })]);
  });

  it("uses the BLAS it is told to, or says why it cannot", async () => {
    const missing = await thalweg(["train", "garments", ...small, "--epochs", "1", "--blas", "none/libblas.so"]);
    expect([missing.exitCode, missing.out]).toEqual([2, ""]);
    expect(missing.err).toMatch(/^error: --blas: "none\/libblas.so" cannot be used: .+\n$/);
    const options = ["--only", "product", "--threads", "2", "--seconds", "0.02", "--json"];
    const found = await thalweg(["bench", ...options]);
    const { blas } = JSON.parse(lastLine(found.out)).machine.device;
    if (blas === null) return;
    expect(blas).toEqual({ name: expect.any(String), about: expect.any(String), path: expect.any(String), rule: "1" });
    const named = await thalweg(["bench", ...options, "--blas", blas.path]);
    expect(JSON.parse(lastLine(named.out)).machine.device.blas).toMatchObject({ name: blas.name });
  });

  it("answers a mistake with a line on stderr and exit code 2", async () => {
    const { exitCode, out, err } = await thalweg(["train", "garments", "--epochs", "0"]);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toBe("error: option '--epochs <n>' argument '0' is invalid. It must be a whole number ≥ 1.\n");
  });

  it("stops on Ctrl-C with exit code 130", async () => {
    const endless = ["train", "garments", ...small, "--epochs", "100000"];
    const { exitCode, err } = await thalweg(endless, "epoch      1/100000");
    expect(exitCode).toBe(130);
    expect(err).toMatch(/stopping after this update.*\nstopped after update \d+/s);
  });
});
