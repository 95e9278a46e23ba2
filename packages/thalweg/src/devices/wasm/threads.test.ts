import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type TypedArray, typedArray } from "../../kernels/dtype.ts";
import { Code } from "../../kernels/wasm/code.ts";
import { encodeModule } from "../../kernels/wasm/encoder.ts";
import { commandBytes, commandWords } from "../../kernels/wasm/program.ts";
import type { Plan } from "../device.ts";
import { planOver, runOn } from "../testing/run-on.ts";
import { softmaxPlan } from "../testing/softmax-plan.ts";
import { wasmDevice } from "./index.ts";
import { DeviceMemory } from "./memory.ts";
import { Threads } from "./threads.ts";

/** Arrays that a plan leaves, on several numbers of threads, run often enough that every thread has come to take part. */
const expectSameBits = async (plan: Plan, arrays: readonly TypedArray[], blas = "off"): Promise<void> => {
  const bytesOf = (results: readonly TypedArray[]) => Buffer.concat(results.map(({ buffer }) => Buffer.from(buffer)));
  const expected = bytesOf(await runOn(await wasmDevice({ threads: 1, blas }), plan, arrays));
  for (const threads of [2, 3, 7]) {
    const device = await wasmDevice({ threads, blas, worthSharing: 0 });
    for (let round = 0; round < 50; round += 1) {
      expect(bytesOf(await runOn(device, plan, arrays)).equals(expected)).toBe(true);
    }
  }
};

const wave = (dtype: "float32" | "float64", length: number, pace: number): TypedArray =>
  typedArray(dtype, length).map((_, at) => Math.sin(at * pace));

describe("threads", () => {
  it.each([
    { dtype: "float32", blas: "off" },
    { dtype: "float32", blas: "auto" },
    { dtype: "float64", blas: "off" },
  ] as const)("do not change a bit of a product (%o)", async ({ dtype, blas }) => {
    const [m, n, k] = [301, 130, 257];
    const arrays = [wave(dtype, m * k, 0.7), wave(dtype, k * n, 1.3), wave(dtype, m * n, 2.1)];
    const matrix = (slot: number, row: number) => ({ slot, offset: 0, batch: [], row, column: 1 });
    const views = { a: matrix(0, k), b: matrix(1, n), c: matrix(2, n) };
    await expectSameBits(
      planOver(arrays, [{ kind: "matmul", dtype, batch: [], m, n, k, ...views, accumulate: true }]),
      arrays,
      blas,
    );
  });

  it.each(["float32", "float64"] as const)("do not change a bit of a softmax in %s", async (dtype) => {
    const x = wave(dtype, 123 * 457, 0.3);
    await expectSameBits(softmaxPlan(x, 123, 457), [x, typedArray(dtype, x.length)]);
  });

  it.each([0, 65, 2.5, Number.NaN])("cannot be %d", async (threads) => {
    await expect(wasmDevice({ threads })).rejects.toThrow(
      `wasmDevice: threads must be an integer from 1 to 64, got ${threads}`,
    );
  });

  it("are one without shared memory", async () => {
    expect((await wasmDevice({ shared: false, threads: 2 })).capabilities.threads).toBe(1);
  });

  it("make the run fail when one of them does", () => {
    const memory = new DeviceMemory({ shared: true });
    const threads = new Threads(memory, { shared: true, count: 2 });
    const module = new WebAssembly.Module(encodeModule([{ name: "run", code: new Code(4) }], true));
    const { run } = new WebAssembly.Instance(module, { device: { memory: memory.memory } }).exports;
    const words = { run: threads.add(Uint8Array.of(1, 2, 3), [run]), items: 20, shared: 1 } as const;
    const { address } = memory.place(commandBytes, threads);
    memory.views.uint8.fill(0, address, address + commandBytes);
    for (const name of ["run", "items", "shared"] as const) {
      memory.views.int32[(address + commandWords[name]) / 4] = words[name];
    }
    // The other thread finds that its module is none as soon as it runs.
    const playUntilLate = (): void => {
      const end = performance.now() + 20_000;
      while (performance.now() < end) threads.play(address, 1, true, true);
    };
    expect(playUntilLate).toThrow("a thread failed");
  });

  it.skipIf(process.platform !== "linux")("end when their device is collected", () => {
    expect(output("collected-threads.ts")).toEqual({ stdout: "3 started, 3 ended\n", stderr: "", status: 0 });
  });

  it("let the process end", () => {
    expect(output("two-threads.ts")).toEqual({ stdout: "2\n", stderr: "", status: 0 });
  });
});

/** What a program in testing/ prints. */
const output = (name: string) => {
  const script = fileURLToPath(new URL(`../testing/${name}`, import.meta.url));
  const runner = fileURLToPath(new URL("../../../../../scripts/run-typescript.js", import.meta.url));
  const { stdout, stderr, status } = spawnSync("node", [runner, script], { encoding: "utf8", timeout: 50_000 });
  return { stdout, stderr, status };
};
