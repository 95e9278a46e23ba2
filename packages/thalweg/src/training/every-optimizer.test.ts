/** Every optimizer of the registry in the compiled float32 program of the trainer, on pictures. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { garments, rescale } from "../data/index.ts";
import { dense, flatten, relu, sequential } from "../layers/index.ts";
import { crossEntropy } from "../losses/index.ts";
import { accuracy } from "../metrics/index.ts";
import { adamW, type OptimizerSpec, optimizers, type Recipe, route } from "../optimizers/index.ts";
import { useDevice } from "../tensor/index.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { Trainer } from "./trainer.ts";

const drawn = garments({ train: 2000, test: 500, seed: 0 });
const [train, test] = [rescale(drawn.train), rescale(drawn.test)];
const recipes = Object.values(optimizers).map((recipe) => ({ name: recipe.name, recipe }));

/** An optimizer with its defaults, or those it is registered with for these pictures; of matrices only where it takes no others. */
const optimizerFor = (recipe: Recipe): OptimizerSpec => {
  const { steps: _, ...options } = recipe.settings.garments ?? {};
  const own = recipe(options);
  if (recipe.needs !== "matrices") return own;
  return route([
    { match: (_, shape) => shape.length === 2, use: own, name: "matrices" },
    { match: () => true, use: adamW(), name: "others" },
  ]);
};

const trainerWith = (recipe: Recipe): Trainer =>
  new Trainer({
    model: sequential([flatten(), dense(32), relu(), dense(10)]),
    loss: crossEntropy(),
    optimizer: optimizerFor(recipe),
    metrics: [accuracy()],
    seed: 1,
  });

/** Against "2×" or "1–3×"; what factored slots keep depends on the shapes. */
const expectAsStated = ({ memory, needs }: Recipe, multiple: number): void => {
  const [, least, most = least] = memory.match(/^(\d+)(?:–(\d+))?×$/) ?? [];
  if (least === undefined || needs === "matrices") return;
  expect(multiple).toBeGreaterThanOrEqual(Number(least));
  expect(multiple).toBeLessThanOrEqual(Number(most));
};

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "thalweg-every-"));
  await useDevice("wasm");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("every optimizer in the trainer", () => {
  it.each(recipes)("$name learns, says what it keeps, and goes on from a file to the bit", async ({ name, recipe }) => {
    const trainer = trainerWith(recipe);
    await trainer.fit(train, { epochs: 4, batchSize: 50 });
    const { metrics } = await trainer.evaluate(test);
    // Guessing gives 0.1.
    expect(metrics.accuracy).toBeGreaterThan(0.5);

    const file = join(folder, `${name}.safetensors`);
    await trainer.save(file);
    const { arrays } = decodeSafetensors(readFileSync(file), { name: file });
    const kept = Object.entries(arrays)
      .filter(([array]) => array.startsWith("optimizer/"))
      .reduce((bytes, [, { values }]) => bytes + values.byteLength, 0);
    const { bytes, multiple } = trainer.optimizerMemory;
    expect(bytes).toBe(kept);
    expect(multiple).toBeCloseTo(kept / (4 * trainer.parameterCount), 12);
    expectAsStated(recipe, multiple);

    const again = trainerWith(recipe);
    await again.load(file);
    await trainer.fit(train, { epochs: 1, batchSize: 50 });
    await again.fit(train, { epochs: 1, batchSize: 50 });
    expect(await again.weights()).toEqual(await trainer.weights());
  });
});
