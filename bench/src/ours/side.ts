import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { adam, adamW, clipByGlobalNorm, clipped, type OptimizerSpec } from "thalweg/optimizers";
import type { Side, Work } from "../side.ts";
import type { Task, UpdateSpec } from "../task.ts";
import { updateWork } from "../update.ts";
import { type DeviceChoice, startDevice } from "./device.ts";
import { productWork } from "./product.ts";
import { rosenbrockWork } from "./rosenbrock.ts";
import { trainedWork } from "./trained.ts";

const optimizerOf = ({ optimizer, learningRate, weightDecay, clip }: UpdateSpec): OptimizerSpec => {
  const alone = optimizer === "adam" ? adam({ learningRate }) : adamW({ learningRate, weightDecay });
  return clip === undefined ? alone : clipped(clipByGlobalNorm(clip), alone);
};

const prepare = async ({ spec, weights, data }: Task): Promise<Work> => {
  switch (spec.kind) {
    case "update":
      return updateWork(optimizerOf(spec), {
        weights: new Float32Array(weights.w.values),
        gradient: new Float32Array(data.gradient.values),
        shape: [spec.length],
        tensors: spec.tensors,
      });
    case "rosenbrock":
      return rosenbrockWork({ spec, weights, data });
    case "product":
      return productWork({ spec, weights, data });
    default:
      return trainedWork({ spec, weights, data });
  }
};

const version = async (): Promise<string> => {
  const path = createRequire(import.meta.url).resolve("thalweg/package.json");
  const { version }: { version: string } = JSON.parse(await readFile(path, "utf8"));
  return version;
};

export const startThalweg = async (choice: DeviceChoice): Promise<Side> => ({
  about: { name: "Thalweg", version: await version(), ...(await startDevice(choice)) },
  prepare,
});
