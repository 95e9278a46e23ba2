import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();

const csv = async (text: string): Promise<string> => {
  const file = within("series.csv");
  await writeFile(file, text);
  return file;
};

describe("thalweg average", () => {
  it("averages a drawn series with and without bias correction", async () => {
    const { exitCode, out, err } = await runHere("average");
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toContain("first, corrected");
    expect(out).toMatch(/^0\.9 +10 +0\.229 /m);
    expect(out).toMatch(/^0\.98 +50 +0\.101 /m);
    const { out: plain } = await runHere("average", "--no-bias-correction");
    expect(plain).not.toContain("corrected");
  });

  it("averages a column, and leaves missing cells out", async () => {
    const file = await csv("day,price,note\n1,1,a\n2,NA,b\n3,2,a\n");
    const { exitCode, out, err } = await runHere("average", file, "--column", "price", "--beta", "0.9", "--json");
    expect(exitCode).toBe(0);
    expect(err).toContain("1 missing cell left out");
    const { samples, averages } = JSON.parse(lastLine(out));
    expect(samples).toEqual([1, 2]);
    expect(averages[0]).toMatchObject({ beta: 0.9 });
    expect(averages[0].corrected[1]).toBeCloseTo(0.29 / 0.19, 12);
  });

  it("takes the only column of numbers", async () => {
    const file = await csv("place,price\na,1\nb,2\na,3\n");
    const { exitCode, out } = await runHere("average", file);
    expect([exitCode, out.split("\n")[0]]).toEqual([0, "Averages of price"]);
  });

  it("draws", async () => {
    const svg = within("average.svg");
    const { exitCode, err } = await runHere("average", "--svg", svg);
    expect([exitCode, err]).toEqual([0, `drawn in ${svg}\n`]);
    expect(await readFile(svg, "utf8")).toContain("β 0.98, uncorrected");
  });

  it.each([
    [["--beta", "1"], "It must be a number in [0, 1)."],
    [["--beta", "0.9,"], "It must be a number in [0, 1)."],
    [["--beta", "0.9,0.9"], "It must name each β once, got 0.9 twice."],
    [["--column", "price"], "--column: needs a CSV file"],
    [["--png", ""], "--png: must name a file, got nothing"],
  ])("refuses %j with exit code 2", async (parameters, message) => {
    const { exitCode, out, err } = await runHere("average", ...parameters);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it.each([
    ["a,b\n1,2\n3,4\n", [], 2, "series.csv; it has columns a, b"],
    ["a\nx\ny\nx\n", [], 2, "it has no column of numbers"],
    ["a,b\n1,x\n3,y\n4,x\n", ["--column", "b"], 2, "series.csv holds words; name a column of numbers"],
    ["a,b\n1,2\n", ["--column", "c"], 2, "--column: there is no column c in "],
  ])("refuses a column that cannot be averaged: %j", async (text, parameters, code, message) => {
    const { exitCode, out, err } = await runHere("average", await csv(text), ...parameters);
    expect([exitCode, out]).toEqual([code, ""]);
    expect(err).toContain(message);
  });

  it("fails with exit code 1 where there is no file", async () => {
    const { exitCode, err } = await runHere("average", within("none.csv"));
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^error: .*none\.csv/);
  });
});
