import { describe, expect, it } from "vitest";
import { referenceDevice, wasmDevice } from "../devices/index.ts";
import { binary, input, literal, type Node, pad, permute, reshape, slice, unary } from "../graph/index.ts";
import { groupItems } from "./groups.ts";
import { Inlined, largestKernel } from "./inlined.ts";
import { type Item, programOf } from "./items.ts";
import { Unfusable } from "./nest.ts";
import { planOf } from "./plan.ts";
import { chooseStored } from "./storing.ts";
import { executeApart, executeWhole } from "./testing/execute.ts";

const devices = [
  { name: "reference", device: referenceDevice() },
  { name: "wasm", device: await wasmDevice() },
];

const shifted = (x: Node, by: number): Node => slice(pad(x, [[by, 0]], 0), [{ start: 0, count: x.shape[0], step: 1 }]);

/** Running sums of 2^rounds numbers: in every round each element adds the one 1, 2, 4, … places before it. */
const doubling = (rounds: number): Node => {
  let sums = input(0, [2 ** rounds], "float32");
  for (let round = 0; round < rounds; round++) sums = binary("add", sums, shifted(sums, 2 ** round));
  return sums;
};

const valuesOf = (outputs: readonly Node[]): number[] =>
  planOf(programOf(outputs)).plan.instructions.map((each) => (each.kind === "kernel" ? each.kernel.values.length : 0));

describe("what a kernel computes in place", () => {
  it("is bounded where few items stand for many values", () => {
    // In one expression the last element alone is a sum of 4096 numbers.
    const sizes = valuesOf([doubling(12)]);
    expect(sizes.length).toBeLessThan(8);
    for (const size of sizes) expect(size).toBeLessThan(1.5 * largestKernel);
  });

  it("is bounded where an item by itself is long", () => {
    let x = input(0, [64], "float32");
    for (let step = 0; step < 60; step++) x = binary("pow", x, literal(0.9, "float32", [64]));
    for (const size of valuesOf([x])) expect(size).toBeLessThan(1.5 * largestKernel);
  });

  it.each(devices)("changes no bit on $name", async ({ device }) => {
    const values = Float32Array.from({ length: 2 ** 9 }, (_, index) => Math.sin(index));
    const outputs = [unary("tanh", doubling(9))];
    const [whole] = await executeWhole(device, outputs, { inputs: [values] });
    const [apart] = await executeApart(device, outputs, { inputs: [values] });
    expect(whole).toEqual(apart);
    expect(whole[511]).toBeCloseTo(Math.tanh(values.reduce((sum, value) => sum + value, 0)), 4);
  });

  it("is cut where both halves are small", () => {
    const item = (index: number): Item => ({
      index,
      operation: { kind: "elementwise", name: "add" },
      inputs: [],
      shape: [],
      dtype: "float32",
    });
    const chain = new Inlined();
    // One after the other, each with what is below it: the middle leaves 50 values on either side.
    for (const size of [10, 50, 90]) chain.add(item(size), size);
    expect(chain.best(100)?.index).toBe(50);
    const repeated = new Inlined();
    // At 16 coordinates with 20 values: stored it has 20, and its reader 16 loads and 30 others.
    const [once, often] = [item(0), item(1)];
    repeated.add(once, 170);
    for (let time = 0; time < 16; time++) repeated.add(often, 20);
    expect(repeated.best(350)).toBe(often);
    expect(new Inlined().best(100)).toBeUndefined();
  });
});

describe("items that must be stored", () => {
  it("are all found in one pass, however many layers have one", () => {
    const outputs = Array.from({ length: 5 }, (_, index) => {
      // Joined axes cannot pass the permutation of what is computed in place.
      const x = unary("exp", input(index, [4, 6], "float32"));
      return unary("sqrt", reshape(slice(permute(x, [1, 0]), ranges([5, 4])), [20]));
    });
    const program = programOf(outputs);
    const storing = chooseStored(program.items, program.outputs, new Set());
    const missing = thrownBy(() => groupItems(program, storing));
    expect(missing).toBeInstanceOf(Unfusable);
    expect(missing instanceof Unfusable ? missing.items.length : 0).toBe(5);
    expect(planOf(program).plan.instructions.length).toBeLessThanOrEqual(10);
  });
});

const ranges = (counts: readonly number[]) => counts.map((count) => ({ start: 0, count, step: 1 }));

const thrownBy = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};
