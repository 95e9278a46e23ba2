import { describe, expect, it } from "vitest";
import reference from "../../../fixtures/golden/keras/batch-normalization.json" with { type: "json" };
import { initialState } from "../../layers/initial-values.ts";
import { Draws, type Tensor, tensor } from "../../tensor/index.ts";
import { keras } from "../index.ts";

const { input, shape, output, movingMeanAfter3, movingVarianceAfter3, evalOutput } = reference;

// Keras's layer computed in float32.
const tolerance = 3e-5;

const expectClose = async (found: Tensor, expected: readonly number[]): Promise<void> => {
  const values = await found.data();
  expect(values.length).toBe(expected.length);
  expected.forEach((value, index) => {
    expect(Math.abs(Number(values[index]) - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  });
};

describe("keras.batchNormalization", () => {
  it("is Keras 3.15's layer over three steps and at inference", async () => {
    const layer = keras.batchNormalization();
    const parameters = { scale: tensor(new Float64Array(5).fill(1), [5]), shift: tensor(new Float64Array(5), [5]) };
    const context = { random: new Draws(0), parameters };
    const x = tensor(Float64Array.from(input), shape);
    let state: Readonly<Record<string, Tensor>> = initialState(layer.build([5]), { dtype: "float64" });
    let y = x;
    for (let step = 0; step < 3; step++) ({ y, state = {} } = layer.apply(x, { ...context, training: true, state }));
    await expectClose(y, output);
    await expectClose(state.movingMean, movingMeanAfter3);
    await expectClose(state.movingVariance, movingVarianceAfter3);
    await expectClose(layer.apply(x, { ...context, training: false, state }).y, evalOutput);
  });

  it("takes our options", () => {
    const { parameters } = keras.batchNormalization({ scale: false }).build([3]);
    expect(Object.keys(parameters)).toEqual(["shift"]);
    expect(() => keras.batchNormalization({ momentum: 2 })).toThrow("batchNorm: momentum must be in [0, 1]");
  });
});
