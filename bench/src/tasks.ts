import { Generator } from "thalweg/random";
import type { AdamTask, ClassifierTask, ProductTask } from "./side.ts";

/** The work to measure, the same numbers for every side. */

/** widths: units of input, hidden layers and output. Weights are Glorot uniform, inputs uniform in [0, 1). */
export const classifierTask = (widths: readonly number[], batch: number): ClassifierTask => {
  const generator = new Generator(0, "classifier");
  const layers = widths.slice(1).map((units, index) => {
    const inputs = widths[index];
    const limit = Math.sqrt(6 / (inputs + units));
    return { inputs, units, weight: generator.fillUniform(new Float32Array(inputs * units), -limit, limit) };
  });
  const classes = widths[widths.length - 1];
  return {
    layers,
    x: generator.fillUniform(new Float32Array(batch * widths[0])),
    labels: Int32Array.from({ length: batch }, () => generator.integer(classes)),
    learningRate: 1e-3,
  };
};

export const adamTask = (length: number): AdamTask => {
  const generator = new Generator(0, "adam");
  return {
    weights: generator.fillUniform(new Float32Array(length), -1, 1),
    gradient: generator.fillUniform(new Float32Array(length), -1, 1),
    learningRate: 1e-3,
  };
};

export const productTask = (size: number): ProductTask => {
  const generator = new Generator(0, "product");
  const matrix = () => generator.fillUniform(new Float32Array(size * size), -1, 1);
  return { size, a: matrix(), b: matrix() };
};
