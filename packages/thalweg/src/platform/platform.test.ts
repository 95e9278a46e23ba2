import { describe, expect, it } from "vitest";
import * as platform from "#platform";
import * as browser from "./browser.ts";
import * as node from "./node.ts";

// (module (func (param v128 v128 v128) (result v128) local.get 0 local.get 1 local.get 2 f32x4.relaxed_madd))
const relaxedMadd = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version
  ...[0x01, 0x08, 0x01, 0x60, 0x03, 0x7b, 0x7b, 0x7b, 0x01, 0x7b], // type: (v128, v128, v128) → v128
  ...[0x03, 0x02, 0x01, 0x00], // one function of that type
  ...[0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfd, 0x85, 0x02, 0x0b], // its body
);

describe("#platform", () => {
  it("is the Node file in Node", () => {
    expect(platform.name).toBe("node");
  });

  it("offers the same names on both platforms", () => {
    expect(Object.keys(browser).sort()).toEqual(Object.keys(node).sort());
  });

  it("allows shared memory in Node, which Atomics then work on", () => {
    expect(platform.sharedMemoryAllowed()).toBe(true);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    expect(Atomics.add(new Int32Array(memory.buffer), 0, 7)).toBe(0);
    expect(new Int32Array(memory.buffer)[0]).toBe(7);
  });

  it("makes relaxed SIMD modules valid", () => {
    platform.enableRelaxedSimd();
    expect(WebAssembly.validate(relaxedMadd)).toBe(true);
  });
});
