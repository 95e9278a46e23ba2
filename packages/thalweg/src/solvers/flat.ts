import { ThalwegError } from "../errors/thalweg-error.ts";

/** A parameter; flat rows hold all of them, one after the other. */
export interface NamedArray {
  readonly name: string;
  readonly data: Float32Array | Float64Array;
}

/** Copies of arrays one after the other. */
export const joined = (arrays: readonly ArrayLike<number>[]): Float64Array => {
  const flat = new Float64Array(arrays.reduce((length, array) => length + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    flat.set(array, offset);
    offset += array.length;
  }
  return flat;
};

/** Writes a flat row back into the arrays it was joined from. */
export const spread = (flat: Float64Array, parameters: readonly NamedArray[]): void => {
  let offset = 0;
  for (const { data } of parameters) {
    data.set(flat.subarray(offset, offset + data.length));
    offset += data.length;
  }
};

/** A flat row as one array a parameter. */
export const byName = (
  flat: Float64Array,
  parameters: readonly NamedArray[],
): Readonly<Record<string, Float64Array>> => {
  const copies = parameters.map(({ name, data }) => ({ name, data: new Float64Array(data.length) }));
  spread(flat, copies);
  return Object.fromEntries(copies.map(({ name, data }) => [name, data]));
};

/** The flat row of arrays by name, which must be those of the parameters. */
export const fromNames = (
  values: Readonly<Record<string, ArrayLike<number>>>,
  parameters: readonly NamedArray[],
): Float64Array => {
  const unknown = Object.keys(values).find((name) => !parameters.some((parameter) => parameter.name === name));
  if (unknown !== undefined) throw new ThalwegError("argument", `Lbfgs state: there is no parameter ${unknown}`);
  return joined(
    parameters.map(({ name, data }) => {
      const found = values[name]?.length ?? "none";
      if (found === data.length) return values[name];
      throw new ThalwegError("shape", `Lbfgs state: ${name} must hold ${data.length} values, got ${found}`);
    }),
  );
};

export const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** The largest size of an element; NaN where there is one. */
export const largest = (a: Float64Array): number => {
  let size = 0;
  for (const value of a) size = Math.max(size, Math.abs(value));
  return size;
};

/** a + c·b. */
export const moved = (a: Float64Array, c: number, b: Float64Array): Float64Array =>
  a.map((value, index) => value + c * b[index]);
