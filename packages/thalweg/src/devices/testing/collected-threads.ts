import { readdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { wasmDevice } from "../wasm/index.ts";
import { runOn } from "./run-on.ts";
import { softmaxPlan } from "./softmax-plan.ts";

// A program that lets go of a device, and prints how many threads of the process came and went with it.
setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");
if (typeof collect !== "function") throw new TypeError("the engine gives no gc");
const running = (): number => readdirSync("/proc/self/task").length;

/** The count once it is as wanted, or after ten seconds. */
const settled = async (wanted: number): Promise<number> => {
  for (let round = 0; round < 100 && running() !== wanted; round += 1) {
    await setTimeout(100);
    collect();
  }
  return running();
};

const use = async (): Promise<number> => {
  const device = await wasmDevice({ threads: 4, worthSharing: 0 });
  const x = Float32Array.from({ length: 64 * 64 }, (_, at) => Math.sin(at));
  for (let round = 0; round < 20; round += 1) await runOn(device, softmaxPlan(x, 64, 64), [x, x]);
  const count = await settled(before + 3);
  return device.capabilities.threads === 4 ? count : 0;
};

const before = running();
const during = await use();
const after = await settled(before);
console.log(`${during - before} started, ${during - after} ended`);
