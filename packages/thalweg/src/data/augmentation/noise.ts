import { ThalwegError } from "../../errors/thalweg-error.ts";
import { type Augmentation, checkFloats } from "./augmentation.ts";

/**
 * Adds normally distributed noise of this deviation to every input, x ← x + deviation·z. Examples of any shape, floats.
 * Bishop 1995: for small noise and squared errors as good as a penalty on the output's slopes.
 *
 * @example
 * const source = augment(train, [noise(0.05)]);
 */
export const noise = (deviation: number): Augmentation => {
  if (!(deviation > 0 && Number.isFinite(deviation))) {
    throw new ThalwegError("argument", `noise: deviation must be a finite number above 0, got ${deviation}`);
  }
  return {
    name: "noise",
    check: (_shape, dtype) => checkFloats("noise", dtype),
    apply: (example, _shape, random) => {
      for (let index = 0; index < example.length; index += 1) example[index] += random.normal(0, deviation);
    },
  };
};
