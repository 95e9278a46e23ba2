import { describe, expect, it } from "vitest";
import { terms } from "../glossary/glossary.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

describe("thalweg explain", () => {
  it("tells what a term means, with formula, source, related terms and what shows it", async () => {
    const { exitCode, out } = await runHere("explain", "Bias", "correction");
    expect(exitCode).toBe(0);
    const text = out.replace(/\s+/g, " ");
    for (const part of [
      "dividing by 1 − βᵗ makes up for it",
      "formula â = a/(1 − βᵗ)",
      "source Kingma & Ba 2015, arXiv:1412.6980",
      "related exponentially weighted average, adam",
      "see it thalweg lesson bias-correction",
    ])
      expect(text).toContain(part);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("takes what the registries say of optimizers", async () => {
    expect((await runHere("explain", "adamw")).out).toContain("w ← w − η(m̂/(√v̂ + ε) + λw)");
  });

  it("lists all terms, also when none is given", async () => {
    const { out } = await runHere("explain", "--list");
    const flat = out.replace(/\s+/g, " ");
    for (const { name } of terms) expect(flat).toContain(name);
    expect(out).toContain(`${terms.length} terms.`);
    expect((await runHere("explain")).out).toBe(out);
  });

  it("explains several at once", async () => {
    const { out } = await runHere("explain", "saddle", "point,", "plateau");
    expect(out).toMatch(/^saddle point\n[\s\S]*^plateau$/m);
  });

  it("answers with JSON", async () => {
    expect(JSON.parse(lastLine((await runHere("explain", "momentum", "--json")).out))).toMatchObject({
      name: "momentum",
      command: "thalweg optimizers momentum",
    });
    expect(JSON.parse(lastLine((await runHere("explain", "--json")).out)).terms).toHaveLength(terms.length);
  });

  it.each([
    [["momentun"], "error: the glossary has no momentun; did you mean momentum?\n"],
    [[""], "error: the glossary has no empty term; thalweg explain --list lists all\n"],
    [["adam", "--list"], "error: --list: lists all terms; leave out the term, or --list\n"],
  ])("refuses %j with exit code 2", async (words, message) => {
    const { exitCode, out, err } = await runHere("explain", ...words);
    expect([exitCode, out, err]).toEqual([2, "", message]);
  });
});
