import { readdir, readFile } from "node:fs/promises";
import { dataset } from "thalweg/data";
import { dense } from "thalweg/layers";
import { mse } from "thalweg/losses";
import { gradientDescent } from "thalweg/optimizers";
import { decodeSafetensors, Trainer } from "thalweg/training";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { PathKeeping, stepsToKeep } from "./path-keeping.ts";

const within = temporaryFolder();
const line = dataset({ inputs: [[0], [1], [2], [3]], targets: { values: Float32Array.of(1, 3, 5, 7), shape: [4, 1] } });

it("spreads places evenly, the first and the last among them", () => {
  expect([...stepsToKeep(5, 8)]).toEqual([0, 2, 4, 6, 8]);
  expect([...stepsToKeep(3, 5)]).toEqual([0, 3, 5]);
  expect([...stepsToKeep(50, 3)]).toEqual([0, 1, 2, 3]);
});

it("writes the weights of each place, from the first to those at the end", async () => {
  const trainer = new Trainer({ model: dense(1), loss: mse(), optimizer: gradientDescent(), inputShape: [1] });
  const start = await trainer.weights();
  const keeping = new PathKeeping(trainer, stepsToKeep(4, 6), () => within());
  await trainer.fit(line, { epochs: 3, batchSize: 2, callbacks: [keeping] });
  const names = (await readdir(within("path"))).sort();
  expect(names).toEqual([0, 2, 4, 6].map((step) => `00000000${step}.safetensors`));
  const read = async (name: string) => decodeSafetensors(await readFile(within("path", name)), { name });
  expect((await read(names[0])).arrays).toEqual(start);
  expect((await read(names[3])).arrays).toEqual(await trainer.weights());
  expect((await read(names[2])).metadata.step).toBe("4");
});
