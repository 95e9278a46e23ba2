import { beforeAll, describe, expect, it } from "vitest";
import { WasmArena } from "../devices/wasm/arena.ts";
import { compile } from "./compile.ts";
import { full, tensor, zeros } from "./constructors.ts";
import { currentDevice, useDevice } from "./device.ts";
import type { Tensor } from "./tensor.ts";

const mebi = 2 ** 20;

/** Bytes of the device's memory and of this process. */
const measure = async (): Promise<{ device: number; process: number }> => {
  const arena = (await currentDevice()).allocate("float32", 1);
  const { rss } = process.memoryUsage();
  return { device: arena instanceof WasmArena ? arena.memory.memory.buffer.byteLength : Number.NaN, process: rss };
};

/** Growth while `step` runs 10,000 times, after 1,000 runs to warm up. */
const growth = async (step: (index: number) => Promise<unknown>): Promise<{ device: number; process: number }> => {
  for (let index = 0; index < 1000; index++) await step(index);
  const before = await measure();
  for (let index = 0; index < 10_000; index++) await step(index);
  const after = await measure();
  return { device: after.device - before.device, process: after.process - before.process };
};

// What is dropped is 40 MB (10,000 results of 4 kB) at each test; kept, it would show.
describe("memory on wasm", () => {
  beforeAll(() => useDevice("wasm"));

  it("stays flat over 10,000 eager evaluations", async () => {
    const x = full([1024], 0.5);
    let last = 0;
    const grown = await growth(async (index) => {
      const y = x.mul(index).add(1);
      await y.evaluate();
      if (index % 100 === 0) last = (await y.slice(3).item()) - (0.5 * index + 1);
    });
    expect(last).toBe(0);
    expect(grown.device).toBeLessThanOrEqual(16 * mebi);
    expect(grown.process).toBeLessThan(128 * mebi);
  });

  it("stays flat over 10,000 compiled steps", async () => {
    const program = compile<Tensor, Tensor, Tensor, "rate">(
      ({ state, inputs, knobs }) => ({ state: state.add(inputs.mul(knobs.rate)), outputs: state.mul(2) }),
      { state: zeros([1024]), knobs: ["rate"] },
    );
    const ones = new Float32Array(1024).fill(1);
    const grown = await growth((index) => program.run({ inputs: tensor(ones), knobs: { rate: index % 2 } }));
    expect((await (await program.read()).data())[7]).toBe(5500);
    expect(grown.device).toBeLessThanOrEqual(16 * mebi);
    expect(grown.process).toBeLessThan(128 * mebi);
  });

  it("stays flat over 10,000 steps of a loop written by hand", async () => {
    let w = zeros([1024]);
    const grown = await growth(async (index) => {
      w = w.add(1);
      if (index % 2 === 0) await w.sum().item();
    });
    expect((await w.data())[5]).toBe(11_000);
    expect(grown.device).toBeLessThanOrEqual(16 * mebi);
    expect(grown.process).toBeLessThan(128 * mebi);
  });
});
