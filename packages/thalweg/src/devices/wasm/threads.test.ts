import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { type TypedArray, typedArray } from "../../kernels/dtype.ts";
import { Code } from "../../kernels/wasm/code.ts";
import { encodeModule } from "../../kernels/wasm/encoder.ts";
import { commandBytes, commandWords } from "../../kernels/wasm/program-layout.ts";
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

const twoThreads = () => {
  const memory = new DeviceMemory({ shared: true });
  return { memory, threads: new Threads(memory, { shared: true, count: 2 }) };
};

/** Plays one shared command, whose function is that of the module `own` here, and of `other` in the other thread. */
const prepared = (
  threads: Threads,
  memory: DeviceMemory,
  own: Uint8Array<ArrayBuffer>,
  other: Uint8Array<ArrayBuffer>,
): (() => void) => {
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(own), { device: { memory: memory.memory } }).exports;
  const words = { run: threads.add(other, [run]), items: 20, shared: 1 } as const;
  const { address } = memory.place(commandBytes, threads);
  memory.views.uint8.fill(0, address, address + commandBytes);
  for (const name of ["run", "items", "shared"] as const) {
    memory.views.int32[(address + commandWords[name]) / 4] = words[name];
  }
  return () => threads.play(address, 1, true, true);
};

/** Plays a command that does nothing here, for so long; returns what plays it again. */
const playFor = (milliseconds: number, other: Uint8Array<ArrayBuffer>): (() => void) => {
  const { threads, memory } = twoThreads();
  const play = prepared(threads, memory, encodeModule([{ name: "run", code: new Code(4) }], true), other);
  const end = performance.now() + milliseconds;
  do play();
  while (performance.now() < end);
  return play;
};

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
    const far = new Code(4).i32(-1).memory("i32.load").drop();
    // The other thread reads beyond the memory as soon as it comes.
    expect(() => playFor(20_000, encodeModule([{ name: "run", code: far }], true))).toThrow("a thread failed");
  });

  it("are not missed when they cannot start", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const playAgain = playFor(0, Uint8Array.of(1, 2, 3));
    await vi.waitFor(
      () => expect(warned).toHaveBeenCalledWith(expect.stringContaining("WebAssembly.Module()")),
      20_000,
    );
    warned.mockRestore();
    expect(playAgain).not.toThrow();
  });

  it("compute no more once the calling one failed", () => {
    const { threads, memory } = twoThreads();
    const far = encodeModule([{ name: "run", code: new Code(4).i32(-1).memory("i32.load").drop() }], true);
    const play = prepared(threads, memory, far, far);
    expect(play).toThrow(WebAssembly.RuntimeError);
    expect(play).toThrow();
  });

  it("keep their working memory where there is no room for more", () => {
    const memory = new DeviceMemory({ shared: true, maximumPages: 256 });
    const threads = new Threads(memory, { shared: true, count: 2 });
    expect(threads.reserve(1000)).toBe(2048);
    expect(() => threads.reserve(2 ** 26)).toThrow("bytes are needed in one piece");
    expect(threads.reserve(1000)).toBe(2048);
  });

  it.skipIf(process.platform !== "linux")("end when their device is collected", () => {
    expect(output("collected-threads.ts")).toEqual({ stdout: "3 started, 3 ended\n", stderr: "", status: 0 });
  });

  it.each(["0", "30"])("do not abort a process that ends in their beginning (after %s ms)", (milliseconds) => {
    expect(output("ending-early.ts", milliseconds)).toEqual({ stdout: "", stderr: "", status: 3 });
  });

  it("let the process end", () => {
    expect(output("two-threads.ts")).toEqual({ stdout: "2\n", stderr: "", status: 0 });
  });
});

/** What a program in testing/ prints. */
const output = (name: string, ...parameters: readonly string[]) => {
  const script = fileURLToPath(new URL(`../testing/${name}`, import.meta.url));
  const runner = fileURLToPath(new URL("../../../../../scripts/run-typescript.js", import.meta.url));
  const { stdout, stderr, status } = spawnSync("node", [runner, script, ...parameters], {
    encoding: "utf8",
    timeout: 50_000,
  });
  return { stdout, stderr, status };
};
