import type { Code } from "./code.ts";

/**
 * The binary format of WebAssembly, as far as kernels need it: functions over one imported memory.
 * https://webassembly.github.io/spec/core/binary/
 */

export const valueTypes = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/** LEB128 of a non-negative integer below 2^32. */
export const unsigned = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
};

/** LEB128 of a 32-bit integer with sign. */
export const signed = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && byte < 0x40) || (rest === -1 && byte >= 0x40)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
};

/** A function of a module; `name` exports it. All parameters are i32, there is no result. */
export interface ModuleFunction {
  readonly name?: string;
  readonly code: Code;
}

const text = (value: string): number[] => [...unsigned(value.length), ...new TextEncoder().encode(value)];
// Code is long: arrays are joined whole, never element by element.
const vector = (items: readonly (readonly number[])[]): number[] => unsigned(items.length).concat(...items);
const section = (id: number, body: readonly number[]): number[] => [id].concat(unsigned(body.length), body);

const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Pages a 32-bit memory can have: 4 GiB. */
export const maximumPages = 65536;

/** The bytes of a module that imports the memory `device.memory`, and `device.table` when it calls functions of a table. */
export const encodeModule = (
  functions: readonly ModuleFunction[],
  shared: boolean,
  table = false,
): Uint8Array<ArrayBuffer> => {
  const limits = shared ? [0x03, ...unsigned(1), ...unsigned(maximumPages)] : [0x00, ...unsigned(1)];
  const types = functions.map(({ code }) => [0x60, ...vector(Array(code.parameters).fill([valueTypes.i32])), 0]);
  const exported = functions.flatMap(({ name }, index) =>
    name === undefined ? [] : [[...text(name), 0x00, ...unsigned(index)]],
  );
  const memory = [...text("device"), ...text("memory"), 0x02, ...limits];
  const functionTable = [...text("device"), ...text("table"), 0x01, 0x70, 0x00, 0x00];
  const bodies = functions.map(({ code }) => {
    const body = code.body();
    return unsigned(body.length).concat(body);
  });
  const sections = [
    section(1, vector(types)),
    section(2, vector(table ? [memory, functionTable] : [memory])),
    section(3, vector(functions.map((_, index) => unsigned(index)))),
    section(7, vector(exported)),
    section(10, vector(bodies)),
  ];
  return new Uint8Array(header.concat(...sections));
};

/** The bytes of a module that hands on what it imports as `device.run`, so that a table can hold it: a function of four i32. */
export const encodeHandedOn = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    ...header,
    ...section(1, vector([[0x60, ...vector(Array(4).fill([valueTypes.i32])), 0]])),
    ...section(2, vector([[...text("device"), ...text("run"), 0x00, 0]])),
    ...section(7, vector([[...text("run"), 0x00, 0]])),
  ]);
