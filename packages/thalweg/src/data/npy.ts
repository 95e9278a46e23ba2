import { showShape, sizeOf } from "../graph/shape.ts";
import { type DType, dtypeOf, type TypedArray, typedArray, viewOf } from "../kernels/dtype.ts";
import { checkMagic, readHeader, wrong } from "./npy-header.ts";
import { unpacked } from "./unpacked.ts";
import type { Values } from "./values.ts";

interface NpyType {
  readonly bytes: number;
  readonly decode: (bytes: Uint8Array, length: number) => TypedArray | BigInt64Array;
}

/** A copy, which begins where elements of any size may; Node's Buffer has a `slice` that makes none. */
const copyOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Elements as they stand in the file. */
const asStored = (dtype: DType, itemBytes: number): NpyType => ({
  bytes: itemBytes,
  decode: (bytes, length) => viewOf(dtype, copyOf(bytes), 0, length),
});

const npyTypes: Readonly<Record<string, NpyType>> = {
  "|u1": asStored("uint8", 1),
  "|b1": asStored("uint8", 1),
  "<i4": asStored("int32", 4),
  "<f4": asStored("float32", 4),
  "<f8": asStored("float64", 8),
  "<i8": { bytes: 8, decode: (bytes, length) => new BigInt64Array(copyOf(bytes), 0, length) },
};

const typeOf = (description: string, name: string): NpyType => {
  // Elements of one byte have no order, and "=" does not leave the machine that wrote it.
  const type = npyTypes[description] ?? npyTypes[description.replace(/^[<>=](?=[ub]1$)/, "|")];
  if (type !== undefined) return type;
  const remedy = description === "|O" ? "an array of Python objects" : description;
  throw wrong(
    name,
    `elements must be float32, float64, int32, int64, uint8 or bool in little-endian order, got ${remedy}; ` +
      "convert them with .astype('<f4') before numpy.save",
  );
};

/** 64-bit integers as int32, where they fit. */
const narrowed = (values: TypedArray | BigInt64Array, name: string): TypedArray => {
  if (!(values instanceof BigInt64Array)) return values;
  const result = new Int32Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = Number(values[index]);
    result[index] = value;
    if (result[index] === value) continue;
    throw wrong(
      name,
      `int64 elements must fit in int32, got ${values[index]} as element ${index} of the file; ` +
        "convert them with .astype('<f8') before numpy.save",
    );
  }
  return result;
};

/** Elements in column-major order, brought into row-major order. */
const transposed = (values: TypedArray, shape: readonly number[]): TypedArray => {
  const result = typedArray(dtypeOf(values), values.length);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const position = shape.map(() => 0);
  for (let index = 0; index < values.length; index += 1) {
    result[index] = values[position.reduce((sum, at, axis) => sum + at * strides[axis], 0)];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      position[axis] += 1;
      if (position[axis] < shape[axis]) break;
      position[axis] = 0;
    }
  }
  return result;
};

/**
 * Reads a NumPy array from the bytes of an .npy file of version 1, 2 or 3, packed with gzip or not. Little-endian
 * float32, float64, int32 and uint8 stay what they are, bool becomes uint8 and int64 int32 when all elements fit;
 * column-major (Fortran) order becomes row-major. `name` stands for the file in errors.
 *
 * @example
 * const { values, shape } = await readNpy(writeNpy({ values: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] }));
 * shape; // [2, 3]
 */
export const readNpy = async (file: Uint8Array, { name = "NPY data" }: { name?: string } = {}): Promise<Values> => {
  const bytes = await unpacked(file, name);
  checkMagic(bytes, name);
  const { description, isFortran, shape, end } = readHeader(bytes, name);
  const type = typeOf(description, name);
  const expected = end + sizeOf(shape) * type.bytes;
  if (bytes.length !== expected) {
    const found =
      bytes.length < expected ? `${bytes.length}; the file is cut off` : `${bytes.length}; the file is damaged`;
    throw wrong(
      name,
      `shape ${showShape(shape)} of ${8 * type.bytes}-bit elements needs ${expected} bytes, found ${found}`,
    );
  }
  const stored = type.decode(bytes.subarray(end), sizeOf(shape));
  const values = narrowed(stored, name);
  return { values: isFortran ? transposed(values, shape) : values, shape };
};
