import { beforeAll, describe, expect, it } from "vitest";
import layers from "../../../fixtures/golden/torch/layers.json" with { type: "json" };
import { expectClose, make, settings } from "../../layers/testing/golden.ts";
import { Draws, type Tensor, useDevice } from "../../tensor/index.ts";
import { batchNorm1d, batchNorm2d } from "./batch-norm.ts";

const { stateBefore, inputs, output, stateAfter, steps, evalOutput } = layers.cases.BatchNorm1d;

describe.each(settings)("torch.batchNorm1d on $device in $dtype", ({ device, dtype, tolerance }) => {
  beforeAll(() => useDevice(device));

  it("is torch's BatchNorm1d with its defaults, running statistics included", async () => {
    const layer = batchNorm1d();
    const context = { training: true, random: new Draws(0) };
    const parameters = { scale: make(stateBefore.weight, dtype), shift: make(stateBefore.bias, dtype) };
    const x = make(inputs[0], dtype);
    let state: Readonly<Record<string, Tensor>> = {
      movingMean: make(stateBefore.running_mean, dtype),
      movingVariance: make(stateBefore.running_var, dtype),
    };
    let y = x;
    for (let step = 0; step < steps; step++) {
      ({ y, state = {} } = layer.apply(x, { ...context, parameters, state }));
    }
    await expectClose(y, output, tolerance);
    await expectClose(state.movingMean, stateAfter.running_mean, tolerance);
    await expectClose(state.movingVariance, stateAfter.running_var, tolerance);
    const evaluated = layer.apply(x, { ...context, training: false, parameters, state });
    await expectClose(evaluated.y, evalOutput, tolerance);
  });
});

describe("torch.batchNorm2d", () => {
  it("keeps one mean a channel, and learns nothing without affine", () => {
    const built = batchNorm2d({ affine: false }).build([8, 8, 3]);
    expect(built.state.movingMean.shape).toEqual([3]);
    expect(built.parameters).toEqual({});
  });

  it("refuses by its name", () => {
    expect(() => batchNorm1d({ momentum: 1.1 })).toThrow("torch.batchNorm1d: momentum must be in [0, 1], got 1.1");
    expect(() => batchNorm2d({ epsilon: -1 })).toThrow("torch.batchNorm2d: epsilon must be ≥ 0, got -1");
  });
});
