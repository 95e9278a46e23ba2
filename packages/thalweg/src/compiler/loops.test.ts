import { describe, expect, it } from "vitest";
import type { LoopInstruction, Plan } from "../devices/device.ts";
import { referenceDevice, wasmDevice } from "../devices/index.ts";
import type { Node } from "../graph/index.ts";
import * as graph from "../graph/index.ts";
import { programOf } from "./items.ts";
import { planOf } from "./plan.ts";
import { executeApart, executeWhole } from "./testing/execute.ts";

const steps = 6;
const x = graph.input(0, [steps, 2, 3], "float32");
const start = graph.input(1, [2, 3], "float32");
const w = graph.input(2, [3, 3], "float32");

type Make = (h: Node, slice: Node) => { readonly carry: Node; readonly outputs?: readonly Node[] };

const looped = (make: Make, length = steps): { final: Node; outputs: readonly Node[]; token: Node } => {
  const slices = length === steps ? x : graph.input(0, [length, 2, 3], "float32");
  const { final, outputs } = graph.loop(
    { carry: [start], slices: [slices], steps: length, reverse: false },
    ([h], [slice]) => {
      const { carry, outputs: made = [] } = make(h, slice);
      return { carry: [carry], outputs: made };
    },
  );
  return { final: final[0], outputs, token: final[0].inputs[0] };
};

const planFor = (...outputs: readonly Node[]): Plan => planOf(programOf(outputs)).plan;

const loopIn = ({ instructions }: Plan): LoopInstruction => {
  const loop = instructions.find((instruction) => instruction.kind === "loop");
  if (loop?.kind !== "loop") throw new Error("no loop");
  return loop;
};

const sum: Make = (h, slice) => ({ carry: graph.binary("add", h, slice), outputs: [h] });
const product: Make = (h, slice) => ({ carry: graph.binary("add", graph.matmul(h, w), slice) });

describe("loops", () => {
  it("write over an element-wise carry, and keep two values of one that products read", () => {
    const carryOf = (plan: Plan) => {
      const { bound, starts } = loopIn(plan);
      return bound
        .filter(({ slot }) => slot === starts[0].target)
        .map(({ stride, period, shift }) => [stride, period, shift]);
    };
    expect(carryOf(planFor(looped(sum).final))).toEqual([
      [0, 1, 0],
      [0, 1, 0],
    ]);
    expect(carryOf(planFor(looped(product).final))).toEqual([
      [6, 2, 0],
      [6, 2, 1],
    ]);
  });

  it("keep all values of a carry where they are wanted, in one array with the last one", () => {
    const { token, final } = looped(sum);
    const plan = planFor(graph.historyOf(token, 0), final);
    const { bound, starts } = loopIn(plan);
    expect(plan.slots[starts[0].target].length).toBe(6 * (steps + 1));
    expect(bound.filter(({ slot }) => slot === starts[0].target).map(({ shift, period }) => [shift, period])).toEqual([
      [0, steps + 1],
      [1, steps + 1],
    ]);
  });

  it("leave out results that nobody uses", () => {
    const { final, outputs } = looped((h, slice) => ({
      ...sum(h, slice),
      outputs: [graph.unary("exp", h), graph.unary("sin", slice)],
    }));
    const sizes = (plan: Plan) => loopIn(plan).bound.length;
    expect(sizes(planFor(final, ...outputs))).toBe(sizes(planFor(final)) + 2);
    expect(planFor(outputs[1]).instructions.filter(({ kind }) => kind === "loop")).toHaveLength(1);
  });

  it("write outputs where they belong, without copies", () => {
    const plan = planFor(looped(sum).outputs[0]);
    expect(plan.instructions.map(({ kind }) => kind)).toEqual(["loop"]);
    const { bound } = loopIn(plan);
    expect(plan.slots[bound[bound.length - 1].slot].place).toEqual({ kind: "bound", index: 2 });
  });

  it("are one where they are equal, and another program for other steps or bodies", () => {
    const [a, b] = [looped(product), looped(product)];
    expect(planFor(a.final, b.final).instructions.filter(({ kind }) => kind === "loop")).toHaveLength(1);
    expect(programOf([a.final]).key).toBe(programOf([b.final]).key);
    expect(programOf([a.final]).key).not.toBe(programOf([looped(product, 5).final]).key);
    expect(programOf([a.final]).key).not.toBe(programOf([looped(sum).final]).key);
    // The same items over other inputs are another body.
    const [ab, ba] = [
      looped((h, s) => ({ carry: graph.binary("sub", h, s) })),
      looped((h, s) => ({ carry: graph.binary("sub", s, h) })),
    ];
    expect(programOf([ab.final]).key).not.toBe(programOf([ba.final]).key);
  });

  it("take slices and constants where they lie: in strides, from an offset, or backwards", async () => {
    const arena = graph.input(0, [40], "float64");
    const cut = (from: number, count: number, shape: readonly number[]) =>
      graph.reshape(graph.slice(arena, [{ start: from, count, step: 1 }]), shape);
    const rows = cut(2, 12, [4, 3]);
    const every = graph.slice(rows, [
      { start: 3, count: 2, step: -2 },
      { start: 0, count: 3, step: 1 },
    ]);
    const scale = cut(20, 3, [3]);
    const { final, outputs } = graph.loop(
      { carry: [cut(30, 3, [3])], slices: [every], steps: 2, reverse: false },
      ([h], [slice]) => {
        const next = graph.binary("add", graph.binary("mul", h, scale), slice);
        return { carry: [next], outputs: [next] };
      },
    );
    expect(planFor(final[0], outputs[0]).instructions[0].kind).toBe("loop");
    const values = Float64Array.from({ length: 40 }, (_, at) => at);
    const first = [0, 1, 2].map((i) => (30 + i) * (20 + i) + 11 + i);
    const second = first.map((value, i) => value * (20 + i) + 5 + i);
    for (const device of [referenceDevice(), await wasmDevice()]) {
      const [last, all] = await executeWhole(device, [final[0], outputs[0]], { inputs: [values] });
      expect(last).toEqual(Float64Array.from(second));
      expect(all).toEqual(Float64Array.from([...first, ...second]));
    }
  });

  it("leave zeros where outputs and carries have gaps, whatever was in memory", async () => {
    const row = graph.input(0, [4, 2], "float64");
    const spread = (part: Node): Node => graph.assemble([part], 0, [1], 5);
    const { final, outputs } = graph.loop(
      { carry: [graph.literal(7, "float64", [5])], slices: [row], steps: 4, reverse: false },
      ([h], [slice]) => ({ carry: [spread(slice)], outputs: [h, spread(graph.unary("neg", slice))] }),
    );
    const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    for (const device of [referenceDevice(), await wasmDevice()]) {
      for (let run = 0; run < 2; run++) {
        const [last, all, before] = await executeWhole(device, [final[0], outputs[1], outputs[0]], {
          inputs: [values],
        });
        expect(last).toEqual(Float64Array.of(0, 7, 8, 0, 0));
        expect(all).toEqual(Float64Array.of(0, -1, -2, 0, 0, 0, -3, -4, 0, 0, 0, -5, -6, 0, 0, 0, -7, -8, 0, 0));
        expect(before.subarray(0, 10)).toEqual(Float64Array.of(7, 7, 7, 7, 7, 0, 1, 2, 0, 0));
      }
    }
  });

  it("compute what the same nodes do one by one", async () => {
    const inputs = [36, 6, 9].map((size, at) =>
      Float32Array.from({ length: size }, (_, i) => Math.sin(i * (at + 1.5))),
    );
    const { final, outputs } = looped((h, slice) => ({ ...product(h, slice), outputs: [graph.reduce("sum", h, [0])] }));
    const after = [
      graph.unary("tanh", final),
      graph.reduce("max", outputs[0], [0]),
      graph.concat([outputs[0], graph.reshape(final, [2, 3])], 0),
    ];
    for (const device of [referenceDevice(), await wasmDevice()]) {
      const before = await executeWhole(device, [final, outputs[0]], { inputs });
      const [last, all] = [graph.input(0, final.shape, "float32"), graph.input(1, outputs[0].shape, "float32")];
      const same = [
        graph.unary("tanh", last),
        graph.reduce("max", all, [0]),
        graph.concat([all, graph.reshape(last, [2, 3])], 0),
      ];
      expect(await executeWhole(device, after, { inputs })).toEqual(
        await executeApart(device, same, { inputs: before }),
      );
    }
  });
});
