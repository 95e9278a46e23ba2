import { readFile, rm, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();

const train = (name: string, ...more: readonly string[]) =>
  runHere(
    "train",
    "garments",
    ...["--train-examples", "400", "--test-examples", "20", "--batch-size", "20", "--epochs", "4"],
    ...(more.includes("--hidden") ? [] : ["--hidden", "16"]),
    ...["--run-dir", within(name), ...more],
  );

const tooHigh = ["--optimizer", "sgd", "--learning-rate", "1e9", "--hidden", "32,16,16"];
const summaryOf = async (name: string) => JSON.parse(await readFile(within(name, "run.json"), "utf8"));

describe("thalweg train --diagnose", () => {
  it("leaves the weights as they are without it, to the bit", async () => {
    await train("plain");
    await train("watched", "--diagnose");
    const model = (name: string) => readFile(within(name, "checkpoints", "final.safetensors"));
    expect((await model("watched")).equals(await model("plain"))).toBe(true);
    expect(await summaryOf("plain")).toMatchObject({ status: "finished", findings: [] });
  });

  it("says what is wrong before the run has failed, and keeps it in the run's folder", async () => {
    const { exitCode, out, err } = await train("lost", ...tooHigh, "--diagnose");
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^error: The run diverges/m);
    expect(err).toContain(`thalweg diagnose ${within("lost")} says more`);
    const { status, findings } = await summaryOf("lost");
    expect(status).toBe("failed");
    expect(findings[0]).toMatchObject({ id: "diverging", severity: "error" });
  });

  it("ends a lost run with --give-up", async () => {
    const { exitCode, out } = await train("given-up", ...tooHigh, "--give-up");
    const { status, findings, results } = await summaryOf("given-up");
    expect(exitCode).toBe(1);
    expect(status).toBe("failed");
    expect(findings[0].severity).toBe("error");
    // Of 80: it does not wait until the weights have stood still for long.
    expect(results.steps).toBeLessThan(20);
    expect(out).toMatch(/^error: /m);
  });
});

describe("thalweg diagnose", () => {
  it("says why a run failed, in words, pictures and for programs", async () => {
    await train("failed", ...tooHigh);
    const files = ["--svg", within("failed.svg"), "--report", within("failed.html")];
    const { exitCode, out, err } = await runHere("diagnose", within("failed"), ...files, "--json");
    expect(exitCode).toBe(0);
    expect(err).toMatch(/failed, \d+ updates?; training diverged/);
    expect(err).toMatch(/^error: The run diverges/m);
    const told = JSON.parse(lastLine(out));
    expect(told).toMatchObject({ run: within("failed"), status: "failed" });
    expect(told.findings[0]).toMatchObject({ id: "diverging", page: "docs/findings/diverging.md" });
    expect(told.findings[0].remedies.length).toBeGreaterThan(0);
    expect(await readFile(within("failed.svg"), "utf8")).toContain(">diverging<");
    expect(await readFile(within("failed.html"), "utf8")).toContain("error: diverging");
  });

  it("finds nothing wrong with a run that trains well", async () => {
    await train("fine", "--epochs", "6", "--learning-rate", "3e-3");
    const { exitCode, out } = await runHere("diagnose", within("fine"));
    expect(exitCode).toBe(0);
    expect(out).not.toMatch(/^(error|warning): /m);
  });

  it("refuses what is no run, and one that was not watched", async () => {
    expect((await runHere("diagnose", within("nowhere"))).err).toContain(
      `diagnose: there is no folder ${within("nowhere")}`,
    );
    await train("bare", "--epochs", "1");
    await rm(within("bare", "log.jsonl"));
    const { exitCode, err } = await runHere("diagnose", within("bare"));
    expect(exitCode).toBe(2);
    expect(err).toContain("log.jsonl is missing or holds no whole line on the set-up");
  });

  it("reads a log that was cut off, and names a damaged line", async () => {
    await train("cut", ...tooHigh);
    const log = await readFile(within("cut", "log.jsonl"), "utf8");
    await writeFile(within("cut", "log.jsonl"), log.slice(0, -20));
    expect((await runHere("diagnose", within("cut"))).exitCode).toBe(0);
    await writeFile(within("cut", "log.jsonl"), log.replace("\n", "\n{damaged\n"));
    const { exitCode, err } = await runHere("diagnose", within("cut"));
    expect(exitCode).toBe(1);
    expect(err).toContain("log.jsonl:2");
  });
});
