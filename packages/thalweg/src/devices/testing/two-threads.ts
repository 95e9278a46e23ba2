import { wasmDevice } from "../wasm/index.ts";
import { planOver, runOn } from "./run-on.ts";

// A program whose second thread is asleep when it ends.
const device = await wasmDevice({ threads: 2, worthSharing: 0 });
const size = 256;
const arrays = [0, 1, 2].map(() => new Float32Array(size * size).fill(1));
const matrix = (slot: number) => ({ slot, offset: 0, batch: [], row: size, column: 1 });
const views = { a: matrix(0), b: matrix(1), c: matrix(2) };
const plan = planOver(arrays, [
  { kind: "matmul", dtype: "float32", batch: [], m: size, n: size, k: size, ...views, accumulate: false },
]);
for (let round = 0; round < 100; round += 1) await runOn(device, plan, arrays);
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(device.capabilities.threads);
