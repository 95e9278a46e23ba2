import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceDevice, wasmDevice } from "../devices/index.ts";
import type { DType } from "../kernels/dtype.ts";
import { inOrder } from "./items.ts";
import { executeApart, executeWhole } from "./testing/execute.ts";
import { randomGraph, showGraph } from "./testing/random-graph.ts";

/** Random graphs a property; THALWEG_FUZZ asks for more. */
const runs = Number(process.env.THALWEG_FUZZ ?? 60);

const all: readonly DType[] = ["float32", "float64", "int32", "uint8"];

describe.each([
  { name: "reference", device: referenceDevice() },
  { name: "wasm", device: await wasmDevice() },
])("a graph compiled whole on $name", ({ device }) => {
  it.each([{ dtypes: all }, { dtypes: ["float32"] as const }])(
    "equals its nodes computed apart to the bit ($dtypes)",
    async ({ dtypes }) => {
      const property = fc.asyncProperty(randomGraph(dtypes), async (random) => {
        const whole = await executeWhole(device, random.outputs, random);
        const apart = await executeApart(device, random.outputs, random);
        expect(whole, showGraph(random, inOrder(random.outputs))).toEqual(apart);
      });
      await fc.assert(property, { numRuns: runs });
    },
    120_000,
  );
});

describe("a graph in float64 and integers", () => {
  it("is the same on wasm as on reference, to the bit", async () => {
    const [reference, wasm] = [referenceDevice(), await wasmDevice()];
    const property = fc.asyncProperty(randomGraph(["float64", "int32", "uint8"]), async (random) => {
      fc.pre(inOrder(random.outputs).every(({ dtype }) => dtype !== "float32"));
      const expected = await executeWhole(reference, random.outputs, random);
      const found = await executeWhole(wasm, random.outputs, random);
      expect(found, showGraph(random, inOrder(random.outputs))).toEqual(expected);
    });
    await fc.assert(property, { numRuns: runs });
  });
});
