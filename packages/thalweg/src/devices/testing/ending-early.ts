import { wasmDevice } from "../wasm/index.ts";
import { runOn } from "./run-on.ts";
import { softmaxPlan } from "./softmax-plan.ts";

// A program that ends while its threads load the package that calls a BLAS, where there is one.
const device = await wasmDevice({ threads: 8, worthSharing: 0 });
const x = Float32Array.from({ length: 64 * 64 }, (_, at) => Math.sin(at));
await runOn(device, softmaxPlan(x, 64, 64), [x, x]);
await new Promise((resolve) => setTimeout(resolve, Number(process.argv[2])));
process.exit(3);
