import { readdir, readFile, writeFile } from "node:fs/promises";
import { scheduleFromSpec, schedules } from "thalweg/schedules";
import { describe, expect, it } from "vitest";
import { exampleOf } from "../options/schedule-options.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();

const warmupCosine = ["schedule", "warmup-cosine", "--peak", "1e-3", "--warmup", "100", "--total", "1000"];

/** The words of a command line, those in quotation marks together. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

describe("thalweg schedule", () => {
  it.each(Object.values(schedules))("draws $kind as its example says", async (shape) => {
    const words = wordsOf(exampleOf(shape).command).slice(1);
    const drawn = await runHere(...words);
    expect([drawn.exitCode, drawn.err]).toEqual([0, ""]);
    expect(drawn.out).toMatch(/[\u2801-\u28ff]/);
    const { exitCode, out } = await runHere(...words, "--json");
    expect(exitCode).toBe(0);
    const { spec, values, every } = JSON.parse(lastLine(out));
    const schedule = scheduleFromSpec({ kind: shape.kind, ...shape.example.options });
    expect(spec).toEqual(schedule.spec);
    expect(values).toEqual(values.map((_: number, index: number) => schedule(index * every)));
  });

  it.each(Object.values(schedules))("explains the options of $kind", async (shape) => {
    const { exitCode, out, err } = await runHere("schedule", shape.kind, "--help");
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Usage: thalweg schedule [a-z-]+ \[options\]\n/);
    expect(out).toContain(exampleOf(shape).command);
  });

  it("tells first, highest and last value, and the values as JSON", async () => {
    const { out } = await runHere(...warmupCosine);
    expect(lastLine(out)).toBe("first 0, highest 0.001 at step 100, last 0 at step 1,000");
    const { out: json } = await runHere(...warmupCosine, "--json", "--steps", "2000");
    expect(json.trimEnd().split("\n")).toHaveLength(1);
    const told = JSON.parse(lastLine(json));
    expect(told).toMatchObject({
      schedule: "warmupCosine",
      steps: 2000,
      every: 1,
      highest: { step: 100, value: 1e-3 },
    });
    expect(told.values).toHaveLength(2001);
    expect(told.values[50]).toBe(5e-4);
    expect(told.values[700]).toBeCloseTo(2.5e-4, 15);
    const { out: long } = await runHere("schedule", "constant", "--value", "1", "--steps", "1000000", "--json");
    expect(JSON.parse(lastLine(long)).values.length).toBeLessThanOrEqual(10_000);
  });

  it("writes an SVG whole, and nothing else beside it", async () => {
    const path = within("pictures", "rate.svg");
    const { exitCode, out } = await runHere(...warmupCosine, "--svg", path, "--log");
    expect([exitCode, lastLine(out)]).toEqual([0, `drawn in ${path}`]);
    expect(await readFile(path, "utf8")).toMatch(/^<svg .*logarithmic scale.*<\/svg>\n$/s);
    expect(await readdir(within("pictures"))).toEqual(["rate.svg"]);
    const { out: json, err } = await runHere(...warmupCosine, "--svg", path, "--json");
    expect([JSON.parse(lastLine(json)).svg, err]).toEqual([path, `drawn in ${path}\n`]);
  });

  it("takes names in either way of writing", async () => {
    const { out } = await runHere("schedule", "warmupCosine", ...warmupCosine.slice(2));
    expect(out).toBe((await runHere(...warmupCosine)).out);
  });

  it.each([
    [["cosin", "--peak", "1"], "there is no schedule cosin; did you mean cosine?"],
    [[], "schedule: needs a name; thalweg schedules lists them"],
    [["cosine", "--peak", "-1", "--total", "9"], "cosine: peak must be ≥ 0, got -1"],
    [["cosine", "--peak", "1", "--total", "0"], "cosine: total must be a whole number of steps ≥ 1, got 0"],
    [["cosine", "--peak", "1"], "cosine needs --total, such as in"],
    [["cosine", "--peak", "high", "--total", "9"], "It must be a number."],
    [["cosine", "--peek", "1"], "unknown option '--peek'"],
    [["cosine", "--peak", "1", "--total", "9", "--steps", "0"], "It must be a whole number ≥ 1."],
    [["cosine", "--peak", "1", "--total", "9", "--svg", "."], "--svg: . is a folder; name a file in it"],
    [["joined", "--pieces", ""], "a schedule must be given, got nothing; thalweg schedules lists them"],
    [["scaled", "--factor", "2", "--schedule", "cosin:peak=1"], "there is no schedule cosin"],
  ])("refuses %j with exit code 2", async (parameters, message) => {
    const { exitCode, out, err } = await runHere("schedule", ...parameters);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("fails with exit code 1 where the SVG cannot be written", async () => {
    await writeFile(within("file"), "");
    const { exitCode, err } = await runHere(...warmupCosine, "--svg", within("file", "rate.svg"));
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^error: .*rate\.svg cannot be written: .*\n$/);
  });
});
