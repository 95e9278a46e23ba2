/** Element types of tensors. float32 is the default; integers and masks hold labels, indices, images. */
export type DType = "float32" | "float64" | "int32" | "uint8";

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Types a kernel computes in: uint8 is loaded as int32 and stored modulo 256. */
export type ScalarType = "float32" | "float64" | "int32" | "bool";

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const;

export const itemBytes = { float32: 4, float64: 8, int32: 4, uint8: 1 } as const satisfies Record<DType, number>;

/** A zero-filled array of `length` elements. */
export const typedArray = (dtype: DType, length: number): TypedArray => new arrays[dtype](length);

/** A view of `length` elements of `buffer` from `byteOffset`. */
export const viewOf = (dtype: DType, buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray => {
  if (dtype === "float32") return new Float32Array(buffer, byteOffset, length);
  if (dtype === "float64") return new Float64Array(buffer, byteOffset, length);
  return dtype === "int32" ? new Int32Array(buffer, byteOffset, length) : new Uint8Array(buffer, byteOffset, length);
};

export const dtypeOf = (values: TypedArray): DType => {
  if (values instanceof Float32Array) return "float32";
  if (values instanceof Float64Array) return "float64";
  return values instanceof Int32Array ? "int32" : "uint8";
};

/** The type a kernel computes in for elements stored as `dtype`. */
export const scalarType = (dtype: DType): ScalarType => (dtype === "uint8" ? "int32" : dtype);

export const isFloat = (type: DType | ScalarType): type is "float32" | "float64" =>
  type === "float32" || type === "float64";
