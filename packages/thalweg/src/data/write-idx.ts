import { ThalwegError } from "../errors/thalweg-error.ts";
import { showShape, sizeOf } from "../graph/shape.ts";
import { type DType, dtypeOf, itemBytes } from "../kernels/dtype.ts";
import type { Values } from "./values.ts";

const codes = { uint8: 0x08, int32: 0x0c, float32: 0x0d, float64: 0x0e } as const satisfies Record<DType, number>;

/**
 * The bytes of an IDX file with these values, which `readIdx` reads back.
 *
 * @example
 * const bytes = writeIdx({ values: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] });
 */
export const writeIdx = ({ values, shape }: Values): Uint8Array => {
  if (shape.length < 1 || shape.length > 255 || sizeOf(shape) !== values.length) {
    throw new ThalwegError(
      "shape",
      `writeIdx: shape must have 1 to 255 extents for ${values.length} values, got ${showShape(shape)}`,
    );
  }
  const dtype = dtypeOf(values);
  const header = 4 + 4 * shape.length;
  const bytes = new Uint8Array(header + values.length * itemBytes[dtype]);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, codes[dtype], shape.length]);
  for (const [axis, extent] of shape.entries()) view.setUint32(4 + 4 * axis, extent);
  for (const [index, value] of values.entries()) {
    const offset = header + index * itemBytes[dtype];
    if (dtype === "uint8") view.setUint8(offset, value);
    else if (dtype === "int32") view.setInt32(offset, value);
    else if (dtype === "float32") view.setFloat32(offset, value);
    else view.setFloat64(offset, value);
  }
  return bytes;
};
