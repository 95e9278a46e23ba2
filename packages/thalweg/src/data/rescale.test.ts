import { describe, expect, it } from "vitest";
import { dataset } from "./dataset.ts";
import { rescale } from "./rescale.ts";

const pixels = dataset({ inputs: { values: Uint8Array.of(0, 51, 102, 255), shape: [2, 2] }, targets: [0, 1] });

describe("rescale", () => {
  it("maps [0, 255] to [0, 1] in float32", () => {
    const { inputs, targets } = rescale(pixels);
    expect(inputs).toEqual({ values: Float32Array.of(0, 0.2, 0.4, 1), shape: [2, 2] });
    expect(targets).toBe(pixels.targets);
  });

  it("maps any range to any other, ends to ends", () => {
    expect(rescale(pixels, { to: [-1, 1] }).inputs.values).toEqual(Float32Array.of(-1, -0.6, -0.2, 1));
    const celsius = dataset({ inputs: [[-40], [30], [100]], targets: [0, 0, 0] });
    expect(rescale(celsius, { from: [-40, 100] }).inputs.values).toEqual(Float32Array.of(0, 0.5, 1));
  });

  it("refuses values outside the range", () => {
    const hot = dataset({
      inputs: [
        [0, 10],
        [20, 256],
      ],
      targets: [0, 1],
    });
    expect(() => rescale(hot)).toThrow("rescale: inputs must lie in from = [0, 255], got 256 at [1, 1]");
  });

  it("notices inputs that are rescaled already", () => {
    expect(() => rescale(rescale(pixels))).toThrow("rescale: inputs already lie in [0, 1]");
  });

  it("refuses ranges that are none", () => {
    expect(() => rescale(pixels, { from: [5, 5] })).toThrow(
      "rescale: from must be two finite numbers, the first smaller",
    );
    expect(() => rescale(pixels, { to: [0, Number.NaN] })).toThrow("rescale: to must be");
  });
});
