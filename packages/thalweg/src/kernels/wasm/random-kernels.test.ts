import { describe, expect, it } from "vitest";
import { typedArray } from "../dtype.ts";
import { interpret } from "../testing/interpret.ts";
import { launched } from "./testing/launched.ts";
import { type RandomLaunch, randomLaunch } from "./testing/random-kernel.ts";

const interpreted = ({ kernel, extents, inputs, outputs, numbers }: RandomLaunch) => {
  const arrays = outputs.map(({ length }, index) => typedArray(kernel.outputs[index], length));
  interpret(
    kernel,
    {
      extents,
      inputs: inputs.map(({ values, offset = 0, strides, gatherStride }) => ({
        array: values,
        offset,
        strides,
        gatherStride,
      })),
      outputs: outputs.map(({ strides }, index) => ({ array: arrays[index], offset: 0, strides })),
      numbers: Float64Array.from(numbers),
    },
    "declared",
  );
  return arrays;
};

describe("random kernels", () => {
  it.each([0, 1, 2, 3, 4, 5])("give the interpreter's bits, whatever the split of the work (%i)", (group) => {
    for (let seed = group * 50; seed < group * 50 + 50; seed += 1) {
      const launch = randomLaunch(seed);
      const expected = interpreted(launch);
      const { kernel, extents, inputs, outputs, numbers } = launch;
      for (const step of [Number.POSITIVE_INFINITY, 3]) {
        const actual = launched(kernel, extents, inputs, outputs, numbers, step);
        expect(actual.outputs, `seed ${seed}`).toEqual(expected);
      }
    }
  });
});
