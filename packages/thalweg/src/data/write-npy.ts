import { ThalwegError } from "../errors/thalweg-error.ts";
import { showShape, sizeOf } from "../graph/shape.ts";
import { type DType, dtypeOf } from "../kernels/dtype.ts";
import { magic } from "./npy-header.ts";
import type { Values } from "./values.ts";

/** NumPy's names of element types; `|` is for those of one byte. */
const descriptions = { uint8: "|u1", int32: "<i4", float32: "<f4", float64: "<f8" } as const satisfies Record<
  DType,
  string
>;

/**
 * The bytes of an .npy file (version 1.0) with these values, which numpy.load and `readNpy` read.
 *
 * @example
 * writeNpy({ values: Float32Array.of(1, 2), shape: [2, 1] }).length; // 136
 */
export const writeNpy = ({ values, shape }: Values): Uint8Array => {
  if (sizeOf(shape) !== values.length) {
    throw new ThalwegError(
      "shape",
      `writeNpy: shape ${showShape(shape)} needs ${sizeOf(shape)} values, got ${values.length}`,
    );
  }
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const fields = `{'descr': '${descriptions[dtypeOf(values)]}', 'fortran_order': False, 'shape': (${extents}), }`;
  // The header ends in a line feed, at a multiple of 64 bytes.
  const end = Math.ceil((10 + fields.length + 1) / 64) * 64;
  const header = `${fields.padEnd(end - 11)}\n`;
  const bytes = new Uint8Array(end + values.byteLength);
  bytes.set(Uint8Array.from(magic, (character) => character.charCodeAt(0)));
  bytes.set([1, 0, (end - 10) & 255, (end - 10) >> 8], 6);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), end);
  return bytes;
};
