import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { lessons } from "../lab/lessons.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const at = temporaryFolder();

describe("thalweg lesson", () => {
  it("lists the lessons in their order", async () => {
    const { exitCode, out } = await runHere("lesson");
    expect(exitCode).toBe(0);
    expect([...out.matchAll(/^ {2}\d+ +(\S+)/gm)].map(([, name]) => name)).toEqual(lessons.map(({ name }) => name));
    expect(JSON.parse((await runHere("lesson", "--json")).out).lessons).toHaveLength(lessons.length);
  });

  it("runs one: explanation, table, what to see, what next", async () => {
    const { exitCode, out } = await runHere("lesson", "momentum");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Momentum\n/);
    expect(out).toContain("0.0035568");
    expect(out.replace(/\s+/g, " ")).toContain("takes 3866 updates with β = 0.9 and 256 with 0.99");
    expect(out).toContain("Next: thalweg lesson bias-correction (Adam's bias correction)");
  });

  it("ends with JSON, alone on stdout", async () => {
    const { out, err } = await runHere("lesson", "bias-correction", "--json");
    expect(out.trimEnd().split("\n")).toHaveLength(1);
    const told = JSON.parse(lastLine(out));
    expect(told).toMatchObject({ name: "bias-correction", numbers: { w3: 4.970001931881262 }, next: "saddle" });
    expect(err).toContain("Adam's bias correction");
  });

  it("draws its figures", async () => {
    const files = ["--svg", at("a.svg"), "--report", at("a.html")];
    expect((await runHere("lesson", "clipping", ...files)).exitCode).toBe(0);
    expect(await readFile(at("a.svg"), "utf8")).toContain("<svg");
    expect(await readFile(at("a.html"), "utf8")).toContain("Clipping exploding gradients");
  });

  it.each([
    [["momentun"], "error: there is no lesson momentun; did you mean momentum?\n"],
    [["saddle", "--svg", "."], "error: --svg: . is a folder; name a file in it\n"],
  ])("refuses %j with exit code 2", async (words, message) => {
    const { exitCode, out, err } = await runHere("lesson", ...words);
    expect([exitCode, out, err]).toEqual([2, "", message]);
  });
});
