import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceDevice, wasmDevice } from "../devices/index.ts";
import * as graph from "../graph/index.ts";
import { inOrder, programOf } from "./items.ts";
import { planOf } from "./plan.ts";
import { executeUpdates, executeWhole } from "./testing/execute.ts";
import { randomUpdates, showGraph } from "./testing/random-graph.ts";

/** Random graphs a property; THALWEG_FUZZ asks for more. */
const runs = Number(process.env.THALWEG_FUZZ ?? 60);

describe("inPlaceUpdates", () => {
  const f = (index: number) => graph.input(index, [4, 4], "float32");
  const inPlace = (next: readonly graph.Node[], ...others: graph.Node[]): readonly boolean[] => {
    const program = programOf([...next, ...others]);
    const sources = program.sources.map(({ operation }) => (operation.kind === "input" ? operation.index : -1));
    return planOf(
      program,
      next.map((_, output) => ({ output, source: sources.indexOf(output) })),
    ).inPlace;
  };
  const [w, m] = [f(0), f(1)];
  const sum = graph.binary("add", w, m);

  it("writes element-wise updates over what they read", () => {
    expect(inPlace([sum, graph.binary("mul", m, w)])).toEqual([true, true]);
    expect(inPlace([sum], graph.unary("exp", w))).toEqual([true]);
  });

  it("keeps the old value for readers of other elements", () => {
    const shifted = graph.slice(w, [
      { start: 3, count: 4, step: -1 },
      { start: 0, count: 4, step: 1 },
    ]);
    expect(inPlace([graph.binary("add", w, shifted)])).toEqual([false]);
    expect(inPlace([graph.permute(w, [1, 0])])).toEqual([false]);
    expect(inPlace([sum], graph.matmul(sum, w))).toEqual([false]);
    expect(inPlace([graph.matmul(w, m)])).toEqual([false]);
  });

  it("writes over what was read before", () => {
    const product = graph.matmul(w, m);
    expect(inPlace([graph.binary("sub", w, graph.reduce("sum", product, [0, 1]))])).toEqual([true]);
    expect(inPlace([graph.unary("neg", product)])).toEqual([false]);
  });

  it("writes parts of an assembled state over their own, also when they change places", () => {
    const flat = graph.input(0, [32], "float32");
    const half = (start: number) => graph.slice(flat, [{ start, count: 16, step: 1 }]);
    const joined = (a: graph.Node, b: graph.Node) => graph.assemble([a, b], 0, [0, 16], 32);
    expect(inPlace([joined(graph.unary("neg", half(0)), graph.unary("exp", half(16)))])).toEqual([true]);
    expect(inPlace([joined(graph.unary("neg", half(16)), graph.unary("exp", half(0)))])).toEqual([true]);
    expect(inPlace([joined(graph.unary("neg", half(8)), graph.unary("exp", half(16)))])).toEqual([false]);
  });

  it("leaves states with gaps alone, which must be zero", () => {
    const padded = graph.input(0, [64], "float32");
    const part = (start: number) => graph.slice(padded, [{ start, count: 16, step: 1 }]);
    const next = graph.assemble([graph.unary("neg", part(0)), graph.unary("exp", part(32))], 0, [0, 32], 64);
    expect(inPlace([next])).toEqual([false]);
  });
});

describe.each([
  { name: "reference", device: referenceDevice() },
  { name: "wasm", device: await wasmDevice() },
])("updates on $name", ({ device }) => {
  it("never overwrite what is still read", async () => {
    let overwritten = 0;
    const property = fc.asyncProperty(randomUpdates(), async (random) => {
      const { values, inPlace } = await executeUpdates(device, random.outputs, random.states, random);
      overwritten += inPlace.filter(Boolean).length;
      const expected = await executeWhole(device, random.outputs, random);
      expect(values, `${inPlace}\n${showGraph(random, inOrder(random.outputs))}`).toEqual(expected);
    });
    await fc.assert(property, { numRuns: runs });
    expect(overwritten).toBeGreaterThan(runs / 4);
  });

  it("of what several passes over a row read wait for the last", async () => {
    const state = graph.input(0, [4], "float32");
    const rest = (x: graph.Node) => graph.binary("sub", x, graph.reduce("sum", x, [0]));
    const once = rest(state);
    const given = { inputs: [Float32Array.of(1, 2, 3, 4)] };
    const { values, inPlace } = await executeUpdates(device, [once, rest(once)], 1, given);
    expect(inPlace).toEqual([true]);
    expect(values).toEqual([Float32Array.of(-9, -8, -7, -6), Float32Array.of(21, 22, 23, 24)]);
  });
});
