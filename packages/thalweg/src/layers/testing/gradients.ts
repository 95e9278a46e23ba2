import { expect } from "vitest";
import { valueAndGrad } from "../../autodiff/index.ts";
import { type Tensor, tensor } from "../../tensor/index.ts";

/** Expects the gradients of a scalar function to agree with its central differences, in float64. */
export const expectDifferences = async (
  f: (parameters: Readonly<Record<string, Tensor>>) => Tensor,
  at: Readonly<Record<string, Tensor>>,
  tolerance = 1e-6,
): Promise<void> => {
  const { gradient } = valueAndGrad((parameters: Readonly<Record<string, Tensor>>) => f(parameters))(at);
  for (const [name, start] of Object.entries(at)) {
    const values = Float64Array.from(await start.data());
    const slopes = await gradient[name].data();
    for (let index = 0; index < values.length; index++) {
      const shifted = (by: number) => {
        const moved = values.slice();
        moved[index] += by;
        return f({ ...at, [name]: tensor(moved, start.shape) }).item();
      };
      const step = 1e-5;
      const difference = ((await shifted(step)) - (await shifted(-step))) / (2 * step);
      expect(
        Math.abs(slopes[index] - difference),
        `${name}[${index}]: ${slopes[index]} against ${difference}`,
      ).toBeLessThan(tolerance * Math.max(1, Math.abs(difference)));
    }
  }
};
