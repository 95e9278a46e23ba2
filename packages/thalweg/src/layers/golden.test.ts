import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { vjp } from "../autodiff/index.ts";
import { Draws, type Tensor, useDevice } from "../tensor/index.ts";
import { batchNorm } from "./batch-norm.ts";
import { dense } from "./dense.ts";
import { initialState } from "./initial-values.ts";
import { expectClose, make, settings, type Values } from "./testing/golden.ts";

interface LayerCase {
  readonly settings: { readonly torchMomentum: number; readonly epsilon: number };
  readonly stateBefore: Readonly<Record<string, Values>>;
  readonly inputs: readonly Values[];
  readonly output: Values;
  readonly cotangent: Values;
  readonly inputGradients: readonly Values[];
  readonly gradients: Readonly<Record<string, Values>>;
  readonly stateAfter: Readonly<Record<string, Values>>;
  readonly steps: number;
  readonly evalOutput: Values;
}
interface KerasCase {
  readonly settings: unknown;
  readonly input: readonly number[];
  readonly shape: readonly number[];
  readonly output: readonly number[];
  readonly movingMeanAfter3: readonly number[];
  readonly movingVarianceAfter3: readonly number[];
  readonly evalOutput: readonly number[];
}
const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/golden/${file}`, import.meta.url), "utf8"));
const { Linear, BatchNorm1d }: Record<"Linear" | "BatchNorm1d", LayerCase> = read("torch/layers.json").cases;
const keras: KerasCase = read("keras/batch-normalization.json");

const transposed = ({ shape: [rows, columns], data }: Values): Values => ({
  shape: [columns, rows],
  data: data.map((_, index) => data[(index % rows) * columns + Math.floor(index / rows)]),
});

describe.each(settings)("layers of other libraries on $device in $dtype", ({ device, dtype, tolerance }) => {
  beforeAll(() => useDevice(device));
  const tensorOf = (values: Values) => make(values, dtype);
  const context = { training: true, random: new Draws(0) };

  it("dense is torch's Linear with its weight transposed", async () => {
    const layer = dense(3);
    const { stateBefore, inputs, output, cotangent, inputGradients, gradients } = Linear;
    const weights = { weight: tensorOf(transposed(stateBefore.weight)), bias: tensorOf(stateBefore.bias) };
    const { value, pullback } = vjp(
      ({ x, ...parameters }: Record<string, Tensor>) => layer.apply(x, { ...context, parameters, state: {} }).y,
      { x: tensorOf(inputs[0]), ...weights },
    );
    await expectClose(value, output, tolerance);
    const pulled = pullback(tensorOf(cotangent));
    await expectClose(pulled.x, inputGradients[0], tolerance);
    await expectClose(pulled.weight, transposed(gradients.weight), tolerance);
    await expectClose(pulled.bias, gradients.bias, tolerance);
  });

  it("batchNorm is torch's BatchNorm1d, with its running statistics", async () => {
    const { stateBefore, inputs, output, cotangent, inputGradients, gradients, stateAfter, steps, evalOutput } =
      BatchNorm1d;
    const { torchMomentum, epsilon } = BatchNorm1d.settings;
    const layer = batchNorm({ momentum: 1 - torchMomentum, epsilon, unbiased: true });
    const parameters = { scale: tensorOf(stateBefore.weight), shift: tensorOf(stateBefore.bias) };
    const x = tensorOf(inputs[0]);
    let state: Readonly<Record<string, Tensor>> = {
      movingMean: tensorOf(stateBefore.running_mean),
      movingVariance: tensorOf(stateBefore.running_var),
    };
    for (let step = 0; step < steps; step++) state = layer.apply(x, { ...context, parameters, state }).state ?? {};
    await expectClose(state.movingMean, stateAfter.running_mean, tolerance);
    await expectClose(state.movingVariance, stateAfter.running_var, tolerance);
    const evaluated = layer.apply(x, { ...context, training: false, parameters, state });
    await expectClose(evaluated.y, evalOutput, tolerance);
    expect(evaluated.state).toBeUndefined();

    const { value, pullback } = vjp(
      ({ x, ...learned }: Record<string, Tensor>) => layer.apply(x, { ...context, parameters: learned, state }).y,
      { x, ...parameters },
    );
    await expectClose(value, output, tolerance);
    const pulled = pullback(tensorOf(cotangent));
    await expectClose(pulled.x, inputGradients[0], tolerance);
    await expectClose(pulled.scale, gradients.weight, tolerance);
    await expectClose(pulled.shift, gradients.bias, tolerance);
  });

  it("batchNorm with Keras's settings is its BatchNormalization, with its moving statistics", async () => {
    expect(keras.settings).toEqual({ kerasMomentum: 0.99, epsilon: 1e-3 });
    const layer = batchNorm({ momentum: 0.99, epsilon: 1e-3 });
    const features = { shape: [5], data: [1, 1, 1, 1, 1] };
    const parameters = { scale: tensorOf(features), shift: tensorOf({ shape: [5], data: [0, 0, 0, 0, 0] }) };
    const x = tensorOf({ shape: keras.shape, data: keras.input });
    let state: Readonly<Record<string, Tensor>> = initialState(layer.build([5]), { dtype });
    let y = x;
    for (let step = 0; step < 3; step++) ({ y, state = {} } = layer.apply(x, { ...context, parameters, state }));
    // Keras's layer computed in float32.
    const close = Math.max(tolerance, 3e-5);
    await expectClose(y, { shape: keras.shape, data: keras.output }, close);
    await expectClose(state.movingMean, { shape: [5], data: keras.movingMeanAfter3 }, close);
    await expectClose(state.movingVariance, { shape: [5], data: keras.movingVarianceAfter3 }, 1e-6);
    const evaluated = layer.apply(x, { ...context, training: false, parameters, state });
    await expectClose(evaluated.y, { shape: keras.shape, data: keras.evalOutput }, close);
  });
});
