import { beforeAll, describe, expect, it } from "vitest";
import { Generator } from "../random/index.ts";
import { useDevice } from "../tensor/index.ts";
import { batchNorm } from "./batch-norm.ts";
import { dense } from "./dense.ts";
import { initialParameters, initialState } from "./initial-values.ts";
import { sequential } from "./sequential.ts";

describe("initialParameters", () => {
  beforeAll(() => useDevice("reference"));
  const built = sequential([dense(3), batchNorm(), dense(2)]).build([4]);

  it("depend on the seed and their own path alone", async () => {
    const first = initialParameters(built, { seed: 7 });
    const wider = initialParameters(sequential([dense(3), batchNorm(), dense(2), dense(9)]).build([4]), { seed: 7 });
    for (const name of Object.keys(first)) expect(await wider[name].data()).toEqual(await first[name].data());
    const other = initialParameters(built, { seed: 8 });
    expect(await other["dense/weight"].data()).not.toEqual(await first["dense/weight"].data());
  });

  it("are the stream of that path, within Glorot's bound", async () => {
    const bound = Math.sqrt(6 / (4 + 3));
    const expected = new Generator(7, "dense/weight").fillUniform(new Float64Array(12), -bound, bound);
    const { "dense/weight": weight } = initialParameters(built, { seed: 7, dtype: "float64" });
    const values = await weight.data();
    for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 14);
    const { "dense/weight": single } = initialParameters(built, { seed: 7 });
    expect(single.dtype).toBe("float32");
    expect(await single.data()).toEqual(Float32Array.from(values));
  });

  it("start biases and shifts at 0, scales at 1, state where it says", async () => {
    const parameters = initialParameters(built);
    expect([...(await parameters["dense/bias"].data())]).toEqual([0, 0, 0]);
    expect([...(await parameters["batchNorm/scale"].data())]).toEqual([1, 1, 1]);
    expect([...(await parameters["batchNorm/shift"].data())]).toEqual([0, 0, 0]);
    const state = initialState(built);
    expect([...(await state["batchNorm/movingMean"].data())]).toEqual([0, 0, 0]);
    expect([...(await state["batchNorm/movingVariance"].data())]).toEqual([1, 1, 1]);
  });
});
