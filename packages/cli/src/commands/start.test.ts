import { garments } from "thalweg/data";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { writeIdxFolder } from "../testing/idx-folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
beforeEach(() => {
  vi.stubEnv("THALWEG_DATA", "");
  vi.stubEnv("XDG_CACHE_HOME", within("cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const start = (...more: readonly string[]) => runHere("start", "--epochs", "1", "--run-dir", within("run"), ...more);

describe("thalweg start", () => {
  it("trains on Fashion-MNIST where it is", async () => {
    await writeIdxFolder(within("data"), garments({ train: 200, test: 50 }));
    vi.stubEnv("THALWEG_DATA", within("data"));
    const { exitCode, out } = await start();
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Training on Fashion-MNIST\.\n/);
    expect(out).toContain("fashion-mnist: 180 examples to train on, 20 to validate on, 50 to test on");
    expect(lastLine(out)).toBe(`saved in ${within("run")}`);
  });

  it("trains on garments where it cannot be had, and says why", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new Error("no network");
    });
    const { exitCode, out, err } = await start("--json");
    expect(exitCode).toBe(0);
    expect(err).toMatch(
      /^Training on garments, clothing drawn by code, because Fashion-MNIST cannot be had:\n.*no network/,
    );
    const { dataset, testAccuracy } = JSON.parse(lastLine(out));
    expect(dataset).toBe("garments");
    expect(testAccuracy).toBeGreaterThan(0.5);
  });

  it("fails when the folder given by hand does not hold it", async () => {
    const { exitCode, err } = await start("--data-dir", within("none"));
    expect(exitCode).toBe(1);
    expect(err).toContain("is missing in");
  });
});
