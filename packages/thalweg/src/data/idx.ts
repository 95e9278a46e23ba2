import { ThalwegError } from "../errors/thalweg-error.ts";
import { showShape, sizeOf } from "../graph/shape.ts";
import { type DType, type TypedArray, typedArray } from "../kernels/dtype.ts";
import { unpacked } from "./unpacked.ts";
import type { Values } from "./values.ts";

interface IdxType {
  readonly bytes: number;
  readonly dtype: DType;
  readonly read: (view: DataView, offset: number) => number;
}

/** Element types by the third byte of the file; numbers are big-endian. */
const idxTypes: Readonly<Partial<Record<number, IdxType>>> = {
  8: { bytes: 1, dtype: "uint8", read: (view, offset) => view.getUint8(offset) },
  9: { bytes: 1, dtype: "int32", read: (view, offset) => view.getInt8(offset) },
  11: { bytes: 2, dtype: "int32", read: (view, offset) => view.getInt16(offset) },
  12: { bytes: 4, dtype: "int32", read: (view, offset) => view.getInt32(offset) },
  13: { bytes: 4, dtype: "float32", read: (view, offset) => view.getFloat32(offset) },
  14: { bytes: 8, dtype: "float64", read: (view, offset) => view.getFloat64(offset) },
};

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

/** What files that are no IDX files often are instead. */
const guesses: readonly (readonly [start: string, guess: string])[] = [
  ["<", "it looks like a web page; download the file itself"],
  ["PK", "it looks like a zip archive; unpack it first"],
  ["\x93NUMPY", "it looks like a NumPy file; read it with readNpy"],
  ["version https://git-lfs", "it is a Git LFS pointer; fetch the file it stands for"],
  ["\x1f\x8b", "it is packed with gzip twice; unpack it once"],
];

const wrongMagic = (bytes: Uint8Array, name: string): ThalwegError => {
  const start = String.fromCharCode(...bytes.subarray(0, 32)).trimStart();
  const guess = guesses.find(([prefix]) => start.startsWith(prefix))?.[1];
  return new ThalwegError(
    "file",
    `${name}: an IDX file must begin with 00 00, an element type (08, 09, 0b, 0c, 0d or 0e) and the number of ` +
      `dimensions, found ${hex(bytes.subarray(0, 4))}; ${guess ?? "give the images or labels file as published"}`,
  );
};

const truncated = (name: string, needs: string, found: number): ThalwegError =>
  new ThalwegError("file", `${name}: the file is cut off, ${needs}, found ${found}; download the file again`);

const decode = (bytes: Uint8Array, type: IdxType): TypedArray => {
  if (type.dtype === "uint8") return new Uint8Array(bytes);
  const values = typedArray(type.dtype, bytes.length / type.bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < values.length; index += 1) values[index] = type.read(view, index * type.bytes);
  return values;
};

/**
 * Reads an IDX file, the format of MNIST and its successors, plain or gzip-packed: a magic number
 * (00 00, element type, number of dimensions), the extents as big-endian uint32, then the values.
 * Unsigned bytes stay uint8; int8 and int16 become int32. `name` stands for the file in errors.
 *
 * @example
 * const images = await readIdx(await readFile("train-images-idx3-ubyte.gz"), { name: "train images" });
 * images.shape; // [60000, 28, 28] for Fashion-MNIST
 */
export const readIdx = async (file: Uint8Array, { name = "IDX data" }: { name?: string } = {}): Promise<Values> => {
  const bytes = await unpacked(file, name);
  if (bytes.length < 4) throw truncated(name, "the magic number needs 4 bytes", bytes.length);
  const [first, second, code, rank] = bytes;
  const type = idxTypes[code];
  if (first !== 0 || second !== 0 || type === undefined || rank === 0) throw wrongMagic(bytes, name);
  const header = 4 + 4 * rank;
  if (bytes.length < header) throw truncated(name, `${rank} dimensions need a header of ${header} bytes`, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = header + sizeOf(shape) * type.bytes;
  const needs = `shape ${showShape(shape)} of ${8 * type.bytes}-bit elements needs ${expected} bytes`;
  if (bytes.length < expected) throw truncated(name, needs, bytes.length);
  if (bytes.length > expected) {
    throw new ThalwegError(
      "file",
      `${name}: ${needs}, found ${bytes.length - expected} more; the header or file is damaged`,
    );
  }
  return { values: decode(bytes.subarray(header), type), shape };
};
