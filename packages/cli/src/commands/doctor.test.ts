import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const small = ["--data", "garments", "--train-examples", "300", "--test-examples", "20", "--hidden", "16"];

describe("thalweg doctor", () => {
  it("says that a set-up is right, and how to train it", async () => {
    const { exitCode, out, err } = await runHere("doctor", ...small, "--batch-size", "32", "--learning-rate", "3e-3");
    expect(err).toBe("");
    expect(exitCode).toBe(0);
    expect(out.match(/^ok {3}/gm)).toHaveLength(5);
    expect(lastLine(out)).toBe(
      "  $ thalweg train garments --train-examples 300 --test-examples 20 --hidden 16 --batch-size 32 --learning-rate 3e-3",
    );
  });

  it("says what is wrong with one that is not, and ends with 1", async () => {
    const { exitCode, out, err } = await runHere(
      "doctor",
      ...small,
      "--optimizer",
      "sgd",
      "--learning-rate",
      "1e-6",
      "--json",
    );
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^FAIL one batch/m);
    const { passed, checks } = JSON.parse(lastLine(out));
    expect(passed).toBe(false);
    expect(checks.map(({ name }: { name: string }) => name)).toContain("one batch");
  });

  it("reads a table", async () => {
    const rows = Array.from({ length: 120 }, (_, row) => `${row % 7},${row % 11},${3 * (row % 7) - (row % 11)}`);
    await writeFile(within("table.csv"), `a,b,y\n${rows.join("\n")}\n`);
    const { exitCode, out } = await runHere("doctor", "--data", within("table.csv"), "--target", "y");
    expect(exitCode).toBe(0);
    expect(out).toContain("$ thalweg train csv --file");
  });

  it.each([
    [["--data", "x.csv"], "--target: must name the column of x.csv to be told from the others"],
    [["--data", "garments", "--context", "8"], "--context: pictures have no use for it"],
    [["--data", "garments", "--model", "lstm"], "--model: for pictures it must be one of mlp, mlp-bn, cnn, got lstm"],
    [["--data", "garment"], "--data: there is no data set and no file garment; did you mean garments?"],
    [["--data", "garments", "--seconds", "0"], "--seconds"],
    [[], "--data"],
  ])("refuses %j", async (given, message) => {
    const { exitCode, err } = await runHere("doctor", ...given);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });
});
