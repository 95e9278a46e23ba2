import { expect } from "vitest";
import type { Shape } from "../../graph/index.ts";
import { type DeviceName, type Tensor, tensor } from "../../tensor/index.ts";

/** An array of a file of reference values. */
export interface Values {
  readonly shape: Shape;
  readonly data: readonly number[];
}

export const make = ({ shape, data }: Values, dtype: "float32" | "float64"): Tensor =>
  tensor(Float64Array.from(data), shape, dtype);

/** Expects equal shapes and values, relative to each value and, for small ones, to the largest. */
export const expectClose = async (actual: Tensor, { shape, data }: Values, tolerance: number): Promise<void> => {
  expect(actual.shape).toEqual(shape);
  const values = await actual.data();
  const largest = Math.max(...data.map(Math.abs), 1e-300);
  data.forEach((value, index) => {
    const allowed = tolerance * Math.max(Math.abs(value), largest * 1e-2);
    expect(Math.abs(values[index] - value), `element ${index}: ${values[index]} against ${value}`).toBeLessThanOrEqual(
      allowed,
    );
  });
};

/** Devices and dtypes that agree with references, and how closely. */
export const settings: readonly { device: DeviceName; dtype: "float32" | "float64"; tolerance: number }[] = [
  { device: "reference", dtype: "float64", tolerance: 1e-10 },
  { device: "wasm", dtype: "float64", tolerance: 1e-10 },
  { device: "wasm", dtype: "float32", tolerance: 1e-4 },
];
