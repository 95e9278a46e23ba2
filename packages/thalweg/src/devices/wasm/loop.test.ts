import { describe, expect, it } from "vitest";
import { programOf } from "../../compiler/items.ts";
import { planOf } from "../../compiler/plan.ts";
import * as graph from "../../graph/index.ts";
import type { Device, Plan } from "../device.ts";
import { steadyIn } from "./loop.ts";
import { wasmDevice } from "./wasm-device.ts";

const [steps, rows, columns] = [48, 256, 192];

/** h ← h·w + x, `products` times a step, over [rows, columns]. */
const planOver = (products: number): Plan => {
  const x = graph.input(0, [steps, rows, columns], "float32");
  const start = graph.input(1, [rows, columns], "float32");
  const w = graph.input(2, [columns, columns], "float32");
  const { final } = graph.loop({ carry: [start], slices: [x], steps, reverse: false }, ([h], [slice]) => {
    let next = h;
    for (let product = 0; product < products; product++) next = graph.binary("add", graph.matmul(next, w), slice);
    return { carry: [next], outputs: [] };
  });
  return planOf(programOf(final)).plan;
};

/** A plan with arrays of its own on a device, which runs it and gives its result. */
const prepared = async (device: Device, plan: Plan): Promise<() => Promise<ArrayLike<number>>> => {
  const executable = await device.compile(plan);
  const bound = Array.from({ length: plan.bound }, (_, index) => {
    const length = plan.slots.find(({ place }) => place.kind === "bound" && place.index === index)?.length ?? 0;
    const arena = device.allocate("float32", length);
    device.upload(
      arena,
      Float32Array.from({ length }, (_, at) => Math.sin(at * (index + 0.7)) / 10),
    );
    return arena;
  });
  return async () => {
    await device.run(executable, bound, new Float64Array(0));
    return device.download(bound[bound.length - 1]);
  };
};

describe("loops on wasm", () => {
  it("come back after they had to make room", async () => {
    // 256 pages of 64 KiB are enough for either plan with its arrays, but not for both.
    const [roomy, tight] = [
      await wasmDevice({ shared: false }),
      await wasmDevice({ shared: false, maximumPages: 256 }),
    ];
    const plans = [planOver(1), planOver(2)];
    const expected = await Promise.all(plans.map(async (plan) => (await prepared(roomy, plan))()));
    const runs = await Promise.all(plans.map((plan) => prepared(tight, plan)));
    for (let round = 0; round < 2; round++) {
      for (const [index, run] of runs.entries()) expect(await run()).toEqual(expected[index]);
    }
  });

  it("pack what is the same in every step once, and not a carry that is written over", () => {
    const loopIn = ({ instructions }: Plan) => instructions.flatMap((each) => (each.kind === "loop" ? [each] : []))[0];
    expect(steadyIn(loopIn(planOver(1))).size).toBe(1);
    const x = graph.input(0, [steps, 3], "float32");
    const { final } = graph.loop(
      { carry: [graph.input(1, [3], "float32")], slices: [x], steps, reverse: false },
      ([h], [slice]) => ({ carry: [graph.binary("add", h, slice)], outputs: [] }),
    );
    expect(steadyIn(loopIn(planOf(programOf(final)).plan)).size).toBe(0);
  });
});
