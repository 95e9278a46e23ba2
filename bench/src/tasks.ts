import { fansOf } from "thalweg/layers";
import { Generator } from "thalweg/random";
import { inputShapeOf, type ModelSpec, modelOf } from "./models.ts";
import type { Arrays, Named, ProductSpec, Spec, Task, UpdateSpec } from "./task.ts";

/** A workload with its numbers, which follow from the spec alone. */
export const taskOf = (spec: Spec): Task => {
  switch (spec.kind) {
    case "update":
      return { spec, ...updateArrays(spec) };
    case "product":
      return { spec, ...productArrays(spec) };
    case "rosenbrock":
      return { spec, weights: { w: { shape: [2], values: Float32Array.from(spec.start) } }, data: {} };
    default:
      return { spec, weights: firstWeights(spec), data: batchOf(spec) };
  }
};

const uniform = (generator: Generator, shape: readonly number[], low: number, high: number): Named => ({
  shape,
  values: generator.fillUniform(new Float32Array(sizeOf(shape)), low, high),
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

const integers = (generator: Generator, shape: readonly number[], below: number): Named => ({
  shape,
  values: Int32Array.from({ length: sizeOf(shape) }, () => generator.integer(below)),
});

/** As a trainer draws them, on no device. */
const firstWeights = (spec: ModelSpec): Arrays => {
  const parameters = Object.entries(modelOf(spec).build(inputShapeOf(spec)).parameters);
  return Object.fromEntries(
    parameters.map(([name, { shape, initializer }]) => [
      name,
      { shape, values: Float32Array.from(initializer(shape, new Generator(0, name), fansOf(shape))) },
    ]),
  );
};

const batchOf = (spec: ModelSpec): Arrays => {
  const generator = new Generator(0, spec.kind);
  const shape = [spec.batch, ...inputShapeOf(spec)];
  if (spec.kind === "transformer") {
    return { x: integers(generator, shape, spec.vocabulary), y: integers(generator, shape, spec.vocabulary) };
  }
  const classes = spec.kind === "classifier" ? spec.widths[spec.widths.length - 1] : spec.classes;
  return { x: uniform(generator, shape, 0, 1), y: integers(generator, [spec.batch], classes) };
};

const updateArrays = ({ tensors, length }: UpdateSpec) => {
  const generator = new Generator(0, "update");
  const drawn = () => uniform(generator, [tensors, length], -1, 1);
  return { weights: { w: drawn() }, data: { gradient: drawn() } };
};

const productArrays = ({ size }: ProductSpec) => {
  const generator = new Generator(0, "product");
  const matrix = () => uniform(generator, [size, size], -1, 1);
  return { weights: {}, data: { a: matrix(), b: matrix() } };
};
