import { schedules } from "thalweg/schedules";
import { describe, expect, it } from "vitest";
import { kebabCase } from "../options/names.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

describe("thalweg schedules", () => {
  it("lists every schedule of the registry", async () => {
    const { exitCode, out } = await runHere("schedules");
    expect(exitCode).toBe(0);
    for (const { kind, summary } of Object.values(schedules)) {
      expect(out).toMatch(new RegExp(`^ {2}${kebabCase(kind)} +${summary}`, "m"));
    }
  });

  it.each(Object.values(schedules))("tells all of $kind", async ({ kind, formula, options, example }) => {
    const { exitCode, out } = await runHere("schedules", kebabCase(kind));
    expect(exitCode).toBe(0);
    const words = out.replace(/\s+/g, " ");
    for (const text of [formula, example.code]) expect(words).toContain(text);
    for (const [option, { says }] of Object.entries(options)) {
      expect(words).toContain(` ${option} `);
      expect(words).toContain(says);
    }
    expect((await runHere("schedules", kind)).out).toBe(out);
  });

  it("answers with JSON", async () => {
    const all = JSON.parse(lastLine((await runHere("schedules", "--json")).out));
    expect(all.schedules).toHaveLength(Object.keys(schedules).length);
    expect(JSON.parse(lastLine((await runHere("schedules", "cosine", "--json")).out)).options).toMatchObject({
      peak: { required: true },
      floor: { default: 0 },
    });
  });

  it("refuses an unknown name with exit code 2", async () => {
    const { exitCode, err } = await runHere("schedules", "warmupcosin");
    expect([exitCode, err]).toEqual([2, "error: there is no schedule warmupcosin; did you mean warmup-cosine?\n"]);
  });

  it("compares several: their rates, and what gradient descent does with each", async () => {
    const { exitCode, out } = await runHere("schedules", "--compare", "constant,exponential:decay=0.999");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^constant +0\.001 +0\.001 +0\.001 +0\.0036271$/m);
    expect(out).toMatch(/^exponential:decay=0\.999 .* 0\.41340$/m);
  });

  it("says where one diverges", async () => {
    const { out } = await runHere("schedules", "--compare", "constant,cosine", "--peak", "0.005", "--json");
    expect(JSON.parse(out).schedules[0]).toMatchObject({ name: "constant", finalLoss: null, divergedAt: 10 });
  });

  it("compares on a small network, too", async () => {
    const { out } = await runHere(
      "schedules",
      "--compare",
      "constant,linear",
      "--on",
      "garments",
      "--steps",
      "30",
      "--json",
    );
    const told = JSON.parse(out);
    expect(told.steps).toBe(30);
    for (const { finalLoss } of told.schedules) expect(finalLoss).toBeLessThan(2.2);
  });

  it.each([
    [["cosine", "--compare", "linear,constant"], "error: --compare: names all schedules itself; leave out cosine\n"],
    [["--peak", "1"], "error: --peak: goes with --compare; thalweg schedule draws a single one\n"],
    [["--compare", "cosin"], "error: there is no schedule cosin; did you mean cosine?\n"],
  ])("refuses %j with exit code 2", async (words, message) => {
    const { exitCode, err } = await runHere("schedules", ...words);
    expect([exitCode, err]).toEqual([2, message]);
  });
});
