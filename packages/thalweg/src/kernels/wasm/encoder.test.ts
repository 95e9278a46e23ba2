import { describe, expect, it } from "vitest";
import { Code } from "./code.ts";
import { encodeModule, signed, unsigned } from "./encoder.ts";

describe("LEB128", () => {
  // vectors of the DWARF standard, version 4, figures 22 and 23
  it.each([
    [2, [2]],
    [127, [127]],
    [128, [0x80, 1]],
    [129, [0x81, 1]],
    [12857, [0xb9, 0x64]],
    [624485, [0xe5, 0x8e, 0x26]],
    [4294967295, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])("unsigned %i", (value, bytes) => {
    expect(unsigned(value)).toEqual(bytes);
  });

  it.each([
    [2, [2]],
    [-2, [0x7e]],
    [127, [0xff, 0]],
    [-127, [0x81, 0x7f]],
    [128, [0x80, 1]],
    [-128, [0x80, 0x7f]],
    [129, [0x81, 1]],
    [-129, [0xff, 0x7e]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [-2147483648, [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])("signed %i", (value, bytes) => {
    expect(signed(value)).toEqual(bytes);
  });
});

const isFunction = (value: unknown): value is (...values: number[]) => void => typeof value === "function";

describe("modules", () => {
  it.each([true, false])("import their memory and run (shared %s)", (shared) => {
    const code = new Code(2);
    const index = code.local("i32");
    const sum = code.local("i32");
    code.countTo(index, 1, 2, () => code.advance(sum, index));
    code.get(0).get(sum).memory("i32.store", 8);
    const bytes = encodeModule([{ name: "run", code }], shared);
    expect(WebAssembly.validate(bytes)).toBe(true);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared });
    const { run } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { device: { memory } }).exports;
    expect(isFunction(run)).toBe(true);
    if (isFunction(run)) run(16, 10);
    expect(new Int32Array(memory.buffer)[6]).toBe(0 + 2 + 4 + 6 + 8);
  });

  it("a loop whose end is its start does nothing", () => {
    const code = new Code(2);
    const count = code.local("i32");
    code.get(0).set(count);
    code.countTo(count, 1, 1, () => code.get(0).i32(1).memory("i32.store"));
    const memory = new WebAssembly.Memory({ initial: 1 });
    const module = new WebAssembly.Module(encodeModule([{ name: "run", code }], false));
    const { run } = new WebAssembly.Instance(module, { device: { memory } }).exports;
    if (isFunction(run)) run(8, 8);
    expect(new Int32Array(memory.buffer)[2]).toBe(0);
  });
});
