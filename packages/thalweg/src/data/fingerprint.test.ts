import { describe, expect, it } from "vitest";
import { dataset } from "./dataset.ts";
import { fingerprint, hashBytes } from "./fingerprint.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The definition, on integers of any length. */
const fnv1a = (data: Uint8Array): string => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of data) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
};

describe("hashBytes", () => {
  it("has the authors' values", () => {
    expect(hashBytes(bytes(""))).toBe("cbf29ce484222325");
    expect(hashBytes(bytes("a"))).toBe("af63dc4c8601ec8c");
    expect(hashBytes(bytes("foobar"))).toBe("85944171f73967e8");
  });

  it("agrees with the definition on longer data", () => {
    const data = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31 + 7 * i) & 255);
    expect(hashBytes(data)).toBe(fnv1a(data));
  });
});

describe("fingerprint", () => {
  const build = (values: Float32Array, shape: number[], name = "a") =>
    fingerprint(dataset({ inputs: { values, shape }, targets: Int32Array.from({ length: shape[0] }), name }));

  it("is the hash of types, shapes and bytes", () => {
    const parts = [bytes("uint8[1,2]"), Uint8Array.of(3, 4), bytes("int32[1]"), Uint8Array.of(5, 0, 0, 0)];
    const data = dataset({ inputs: { values: Uint8Array.of(3, 4), shape: [1, 2] }, targets: [5] });
    expect(fingerprint(data)).toBe(fnv1a(Uint8Array.from(parts.flatMap((part) => [...part]))));
  });

  it("changes with one value or the shape, not with the name", () => {
    const original = build(Float32Array.of(1, 2, 3, 4), [2, 2]);
    expect(build(Float32Array.of(1, 2, 3, 4), [2, 2], "b")).toBe(original);
    expect(build(Float32Array.of(1, 2, 3, 4.0000005), [2, 2])).not.toBe(original);
    expect(build(Float32Array.of(1, 2, 3, 4), [2, 2, 1])).not.toBe(original);
  });
});
