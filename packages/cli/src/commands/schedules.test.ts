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
});
