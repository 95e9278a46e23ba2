import { Optimizer } from "thalweg/optimizers";
import { surfaceNamed } from "thalweg/problems";
import { Generator } from "thalweg/random";
import type { Tensor } from "thalweg/tensor";
import { type RateTest, type RateTestOptions, RisingRates } from "thalweg/training";
import { wrongUsage } from "../command-error.ts";
import type { SurfaceSettings } from "./trial.ts";
import { surfaceOptimizer } from "./trial-surface.ts";

const isRate = (name: string): boolean => name === "learningRate" || name.endsWith("/learningRate");

/**
 * A rising-rate test on a surface, of what lies above its lowest value. As that can come to nothing, the test ends where
 * the smoothed loss is above the one at the start.
 */
export const surfaceRateTest = (settings: SurfaceSettings, options: RateTestOptions): RateTest => {
  const surface = surfaceNamed(settings.surface);
  const lowest = Number.isFinite(surface.lowest) ? surface.lowest : 0;
  const x = Float64Array.from(settings.start);
  const objective = ([at]: readonly Tensor[]): Tensor => surface.fn(at);
  const optimizer = new Optimizer({ x }, surfaceOptimizer(settings), { seed: settings.seed, objective });
  const rates = Object.keys(optimizer.hyperparameters).filter(isRate);
  if (rates.length === 0)
    throw wrongUsage(`find-lr: ${settings.optimizer} has no learning rate; use another optimizer`);
  const noise = new Generator(settings.seed, "noise");
  const { limit = 4 } = options;
  const test = new RisingRates({ ...options, limit, floor: Math.max(0, surface.at(x) - lowest) / limit });
  let goesOn = true;
  while (goesOn) {
    for (const name of rates) optimizer.set(name, test.rate);
    const loss = surface.at(x);
    const plain = surface.gradient(x);
    const gradient = settings.noise > 0 ? plain.map((each) => each + noise.normal(0, settings.noise)) : plain;
    const { applied } = optimizer.step({ x: gradient }, { loss });
    goesOn = test.take(applied ? loss - lowest : Number.NaN);
  }
  return test.result();
};
