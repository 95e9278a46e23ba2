import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { optimizerNamed, optimizers } from "thalweg/optimizers";
import { surfaceNamed } from "thalweg/problems";
import { describe, expect, it } from "vitest";
import { usual } from "../run/settings.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { smallSettings } from "../testing/settings.ts";
import { readTrial, type SurfaceSettings, type TrialSettings } from "./trial.ts";
import { networkTrial } from "./trial-network.ts";
import { surfaceOptimizer, surfaceTrial } from "./trial-surface.ts";
import { walk } from "./walk.ts";

const within = temporaryFolder();

const onSurface = (changes: Partial<SurfaceSettings>): SurfaceSettings => ({
  ...usual,
  model: "",
  surface: "rosenbrock",
  start: [-1, 1],
  steps: 60,
  noise: 0,
  ...changes,
});

/** Takes a trial to the end of each of these rungs, and gives what it came to. */
const taken = async (name: string, settings: TrialSettings, rungs: readonly number[]) => {
  const folder = within(name);
  await mkdir(folder, { recursive: true });
  for (const [index, length] of rungs.entries()) {
    const claim = within(`${name}.claim`);
    await writeFile(claim, "");
    const request = { folder, claim, settings, metric: "validation-loss", length, whole: index === rungs.length - 1 };
    await (settings.kind === "surface" ? surfaceTrial(request, settings) : networkTrial(request, settings));
    // No sweep takes such a trial on.
    if ((await readTrial(folder))?.rungs.at(-1)?.status !== "finished") break;
  }
  const found = await readTrial(folder);
  const final = await readFile(join(folder, "checkpoints", "final.safetensors")).catch(() => undefined);
  return { outcome: { ...found?.rungs.at(-1), seconds: 0, length: 0 }, history: found?.history ?? [], final };
};

const isUsable = (name: string): boolean => optimizerNamed(name).needs !== "matrices";

describe("a trial on a surface", () => {
  it.each(Object.keys(optimizers).filter(isUsable))(
    "is the walk of %s, in one piece or in three",
    async (optimizer) => {
      const settings = onSurface({ optimizer, noise: 0.1, seed: 5 });
      const { steps, start, noise, seed } = settings;
      const { finalLoss } = walk(surfaceNamed("rosenbrock"), surfaceOptimizer(settings), { start, steps, noise, seed });
      const whole = await taken("whole", { kind: "surface", ...settings }, [60]);
      const parts = await taken("parts", { kind: "surface", ...settings }, [7, 20, 60]);
      if (Number.isFinite(finalLoss)) expect(whole.outcome.score).toBe(finalLoss);
      else expect(whole.outcome.status).toBe("diverged");
      expect(parts.outcome).toEqual(whole.outcome);
      expect(parts.history).toEqual(whole.history);
      expect(parts.final).toEqual(whole.final);
    },
  );

  it("diverges at the first update after which the loss is not finite", async () => {
    const settings = onSurface({ optimizer: "gd", learningRate: 5e-3 });
    const { outcome, history, final } = await taken("gd", { kind: "surface", ...settings }, [20, 60]);
    expect(outcome).toMatchObject({ status: "diverged", divergedAt: 10, updates: 10, score: null });
    expect(history.at(-1)).toEqual({ update: 10, loss: null });
    expect(final).toBeUndefined();
    const csv = await readFile(within("gd", "history.csv"), "utf8");
    expect(csv.split("\n").slice(0, 2)).toEqual(["update,loss", "0,4"]);
  });
});

describe("a trial on a network", () => {
  it("comes to the same in one piece or in two", async () => {
    const settings = smallSettings({ epochs: 3, validationSplit: 0.2, optimizer: "adam", schedule: "cosine" });
    const whole = await taken("whole", { kind: "network", ...settings }, [3]);
    const parts = await taken("parts", { kind: "network", ...settings }, [1, 3]);
    expect(whole.outcome).toMatchObject({ status: "finished", updates: 9 });
    expect(parts.outcome).toEqual(whole.outcome);
    expect(parts.history).toHaveLength(3);
    expect(parts.final).toEqual(whole.final);
  });

  it("that diverges is a result", async () => {
    const settings = smallSettings({ epochs: 30, validationSplit: 0.2, optimizer: "sgd", learningRate: 1e30 });
    const { outcome } = await taken("far", { kind: "network", ...settings }, [30]);
    expect(outcome).toMatchObject({ status: "diverged", score: null });
    expect(outcome.divergedAt).toBeGreaterThan(0);
    expect(outcome.reason).toMatch(/^training diverged: from update \d+ on/);
  });
});

it("counts nothing once its claim is taken back", async () => {
  const folder = within("trial");
  await mkdir(within("work"));
  await mkdir(folder);
  await writeFile(within("work", "claim"), "");
  await rename(within("work"), within("gone"));
  const settings = { kind: "surface", ...onSurface({}) } as const;
  const request = { folder, claim: within("work", "claim"), settings, metric: "loss", length: 60, whole: true };
  await expect(surfaceTrial(request, settings)).rejects.toThrow("ENOENT");
  expect(await readTrial(folder)).toBeUndefined();
});
