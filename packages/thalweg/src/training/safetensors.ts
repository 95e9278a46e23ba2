import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, showShape, sizeOf } from "../graph/index.ts";
import { type DType, dtypeOf, itemBytes, type TypedArray, viewOf } from "../kernels/dtype.ts";
import type { NamedArrays } from "./callback.ts";

/** Element types of the format that Thalweg reads and writes, as it spells them. */
const dtypes = { F64: "float64", F32: "float32", I32: "int32", U8: "uint8" } as const satisfies Record<string, DType>;
const spellings = { float64: "F64", float32: "F32", int32: "I32", uint8: "U8" } as const satisfies Record<
  DType,
  string
>;

const lengthBytes = 8;
/** What is read beside: int64 comes out as int32, such as torch's counts of batches. */
const readable = { ...dtypes, I64: "int64" } as const satisfies Record<string, DType | "int64">;
type Readable = (typeof readable)[keyof typeof readable];

/** Longest header that the format's own readers accept. */
const longestHeader = 100_000_000;
const metadataKey = "__metadata__";

/** Where an array lies: bytes begin to end − 1 after the header. */
interface Entry {
  readonly name: string;
  readonly dtype: Readable;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

const checkForWriting = (name: string, shape: Shape, length: number): void => {
  if (name === metadataKey) {
    throw new ThalwegError("argument", `encodeSafetensors: no array can be called ${metadataKey}; rename it`);
  }
  if (sizeOf(shape) !== length) {
    throw new ThalwegError(
      "shape",
      `encodeSafetensors: ${name} of shape ${showShape(shape)} needs ${sizeOf(shape)} values, got ${length}`,
    );
  }
};

/**
 * Arrays as a safetensors file: u64 little-endian length of the header, header in JSON padded with spaces to a
 * multiple of 8 bytes, then the values without gaps. Wide elements come first, so that every array is aligned;
 * within a dtype, names are sorted. Format: https://github.com/huggingface/safetensors
 *
 * @example
 * const bytes = encodeSafetensors({ w: { shape: [2], values: Float32Array.of(1, 2) } }, { step: "10" });
 */
export const encodeSafetensors = (arrays: NamedArrays, metadata?: Readonly<Record<string, string>>): Uint8Array => {
  const order: readonly DType[] = Object.values(dtypes);
  const sorted = Object.entries(arrays)
    .map(([name, { shape, values }]) => ({ name, shape, values, dtype: dtypeOf(values) }))
    .sort((a, b) => order.indexOf(a.dtype) - order.indexOf(b.dtype) || (a.name < b.name ? -1 : 1));
  let end = 0;
  const entries = sorted.map(({ name, shape, values, dtype }): [string, unknown] => {
    checkForWriting(name, shape, values.length);
    const begin = end;
    end += values.byteLength;
    return [name, { dtype: spellings[dtype], shape, data_offsets: [begin, end] }];
  });
  const listed: [string, unknown][] = metadata ? [[metadataKey, metadata], ...entries] : entries;
  // Not by one JSON.stringify: objects list names like "0" first, the file lists names in the order of their values.
  const json = `{${listed.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
  const text = new TextEncoder().encode(json);
  const headerBytes = Math.ceil(text.length / lengthBytes) * lengthBytes;
  const start = lengthBytes + headerBytes;
  const bytes = new Uint8Array(start + end).fill(0x20, lengthBytes, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(text, lengthBytes);
  let offset = start;
  for (const { values } of sorted) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
};

type Refuse = (problem: string) => never;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

const readHeader = (
  bytes: Uint8Array,
  refuse: Refuse,
): { header: Readonly<Record<string, unknown>>; start: number } => {
  if (bytes.length < lengthBytes) {
    return refuse(`is truncated: a header length of ${lengthBytes} bytes comes first, the file has ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > longestHeader) {
    return refuse(`has a header too long to be true: ${length} bytes, at most ${longestHeader} are allowed`);
  }
  const start = lengthBytes + length;
  if (start > bytes.length) {
    return refuse(`is truncated: the header takes ${length} bytes, ${bytes.length - lengthBytes} are there`);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(lengthBytes, start));
    const header: unknown = JSON.parse(text);
    if (isObject(header) && text.startsWith("{")) return { header, start };
  } catch {
    return refuse("has a header that is not JSON");
  }
  return refuse("has a header that is not a JSON object");
};

const readEntry = (name: string, value: unknown, refuse: Refuse): Entry => {
  if (!isObject(value)) return refuse(`describes ${name} by something that is not an object`);
  const { dtype: spelling, shape, data_offsets: offsets } = value;
  const known = Object.entries(readable).find(([code]) => code === spelling);
  if (known === undefined) {
    return refuse(
      `holds ${name} as ${JSON.stringify(spelling)}, which cannot be read; save it as one of ${Object.keys(readable).join(", ")}`,
    );
  }
  if (!isCounts(shape)) return refuse(`gives ${name} no shape of whole numbers, got ${JSON.stringify(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    return refuse(`gives ${name} no data_offsets [begin, end], got ${JSON.stringify(offsets)}`);
  }
  const [, dtype] = known;
  const [begin, end] = offsets;
  const needed = sizeOf(shape) * (dtype === "int64" ? 8 : itemBytes[dtype]);
  if (needed !== end - begin) {
    return refuse(`gives ${name} ${end - begin} bytes, ${spelling} of shape ${showShape(shape)} takes ${needed}`);
  }
  return { name, dtype, shape, begin, end };
};

const checkPlaces = (entries: readonly Entry[], available: number, refuse: Refuse): void => {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== end) {
      const problem = entry.begin < end ? "overlaps the array before it" : "leaves a hole before it";
      refuse(`is malformed: ${entry.name} ${problem}, it begins at ${entry.begin} and not at ${end}`);
    }
    end = entry.end;
  }
  if (end > available) refuse(`is truncated: the arrays take ${end} bytes, ${available} are there`);
  if (end < available) refuse(`has ${available - end} bytes that belong to no array`);
};

const valuesOf = ({ name, dtype, shape }: Entry, bytes: ArrayBuffer, refuse: Refuse): TypedArray => {
  if (dtype !== "int64") return viewOf(dtype, bytes, 0, sizeOf(shape));
  const wide = new BigInt64Array(bytes);
  const values = Int32Array.from(wide, Number);
  const wrong = values.findIndex((value, index) => BigInt(value) !== wide[index]);
  if (wrong >= 0) refuse(`holds ${name} as I64, which must fit in int32, got ${wide[wrong]}; save it as F64`);
  return values;
};

const readMetadata = (value: unknown, refuse: Refuse): Record<string, string> => {
  if (!isObject(value)) return refuse(`has ${metadataKey} that is not an object`);
  const entries = Object.entries(value).map(([key, text]): [string, string] =>
    typeof text === "string" ? [key, text] : refuse(`has ${metadataKey} with a value that is no string: ${key}`),
  );
  return Object.fromEntries(entries);
};

/**
 * The arrays and the metadata of a safetensors file, copied; `name` stands in errors. Truncated files, arrays that
 * overlap or leave holes, and element types other than F64, F32, I32, U8 and I64 are refused; I64 comes out as int32, which
 * all values must fit in.
 *
 * @example
 * const { arrays, metadata } = decodeSafetensors(bytes, { name: "model.safetensors" });
 */
export const decodeSafetensors = (
  bytes: Uint8Array,
  { name: file }: { readonly name: string },
): { arrays: NamedArrays; metadata: Record<string, string> } => {
  const refuse = (problem: string): never => {
    throw new ThalwegError("file", `${file} ${problem}`);
  };
  const { header, start } = readHeader(bytes, refuse);
  const entries = Object.entries(header)
    .filter(([name]) => name !== metadataKey)
    .map(([name, value]) => readEntry(name, value, refuse));
  checkPlaces(entries, bytes.length - start, refuse);
  const arrays = entries.map((entry) => {
    // A copy: Node's Buffer has a slice() that makes none.
    const own = new Uint8Array(bytes.subarray(start + entry.begin, start + entry.end)).buffer;
    const values = valuesOf(entry, own, refuse);
    return [entry.name, { shape: entry.shape, values }] as const;
  });
  const metadata = metadataKey in header ? readMetadata(header[metadataKey], refuse) : {};
  return { arrays: Object.fromEntries(arrays), metadata };
};
