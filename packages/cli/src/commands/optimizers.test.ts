import { optimizers } from "thalweg/optimizers";
import { describe, expect, it } from "vitest";
import { lastLine, runHere } from "../testing/surroundings.ts";

describe("thalweg optimizers", () => {
  it("lists every optimizer of the registry", async () => {
    const { exitCode, out } = await runHere("optimizers");
    expect(exitCode).toBe(0);
    const names = [...out.matchAll(/^ {2}(\S+) {2,}\S+ +\S/gm)].map(([, name]) => name);
    expect(names).toEqual(Object.keys(optimizers));
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it.each(Object.values(optimizers))("tells all of $command", async (recipe) => {
    const { exitCode, out } = await runHere("optimizers", recipe.command);
    expect(exitCode).toBe(0);
    const words = out.replace(/\s+/g, " ");
    for (const text of [recipe.summary, recipe.formula, recipe.memory, recipe.whenToUse, recipe.knownIssue]) {
      expect(words).toContain(text.replace(/\s+/g, " "));
    }
    for (const option of Object.keys(recipe.defaults)) expect(out).toMatch(new RegExp(`^ {2}${option} `, "m"));
    expect(words).toContain(`thalweg train garments --optimizer ${recipe.command}`);
    expect((await runHere("optimizers", recipe.name)).out).toBe(out);
  });

  it("answers with JSON", async () => {
    const all = JSON.parse(lastLine((await runHere("optimizers", "--json")).out));
    expect(all.optimizers).toHaveLength(Object.keys(optimizers).length);
    const { out } = await runHere("optimizers", "adamw", "--json");
    expect(out.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(lastLine(out))).toMatchObject({
      name: "adamW",
      memory: "2×",
      options: { beta1: { default: 0.9, mustBe: "in [0, 1)" } },
    });
  });

  it.each([
    ["adma", "error: there is no optimizer adma; did you mean adam?\n"],
    ["sgd", "error: sgd is gd on mini-batches, or momentum: thalweg optimizers gd, or momentum\n"],
    ["wxyzwxyz", "error: there is no optimizer wxyzwxyz; thalweg optimizers lists them\n"],
  ])("refuses %s with exit code 2", async (name, message) => {
    const { exitCode, out, err } = await runHere("optimizers", name);
    expect([exitCode, out, err]).toEqual([2, "", message]);
  });
});
