import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice } from "../../tensor/index.ts";
import { toBfloat16, toFloat32 } from "./bfloat16.ts";

const view = new DataView(new ArrayBuffer(4));

/** Half of the dropped 16 bits of a float32 is added before they go. */
const byBits = (x: number): number => {
  view.setFloat32(0, x);
  view.setUint32(0, ((view.getUint32(0) + 0x8000) & 0xffff0000) >>> 0);
  return view.getFloat32(0);
};

describe("rounding to fewer bits", () => {
  beforeAll(() => useDevice("wasm"));
  // Normal numbers whose rounding is no tie.
  const numbers = fc.double({ min: -1e30, max: 1e30, noNaN: true }).filter((x) => {
    view.setFloat32(0, x);
    return x === 0 || (Math.abs(x) > 1e-30 && (view.getUint32(0) & 0xffff) !== 0x8000);
  });
  const lists = fc.array(numbers, { minLength: 1, maxLength: 20 });

  it.each(["float64", "float32"] as const)("gives the nearest bfloat16 of %s", async (dtype) => {
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        const found = await toBfloat16(tensor(Float64Array.from(list), [list.length], dtype)).data();
        expect([...found]).toEqual(list.map(byBits));
      }),
      { numRuns: 30 },
    );
  });

  it("gives the nearest float32", async () => {
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        const found = await toFloat32(tensor(Float64Array.from(list))).data();
        expect([...found]).toEqual(list.map(Math.fround));
      }),
      { numRuns: 30 },
    );
  });
});
