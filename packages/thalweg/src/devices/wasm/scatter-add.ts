import { scatterAddBytes, scatterAddItems, scatterAddWords } from "../../kernels/wasm/scatter-add-layout.ts";
import type { ScatterAddInstruction } from "../device.ts";
import type { KernelLaunch, LaunchContext } from "./launches.ts";

/** Rough time of an element added. */
const nanosecondsOfElement = 0.1;

export const scatterAddLaunch = async (
  { blocks, locations, modules }: LaunchContext,
  instruction: ScatterAddInstruction,
): Promise<KernelLaunch> => {
  const { dtype, outer, extent, count, inner } = instruction;
  const run = await modules.scatterAdd(dtype);
  const at = blocks.reserve(scatterAddBytes);
  blocks.word(at + scatterAddWords.extent, extent);
  blocks.word(at + scatterAddWords.count, count);
  blocks.word(at + scatterAddWords.inner, inner);
  for (const name of ["indices", "source", "target"] as const) {
    blocks.address(at + scatterAddWords[name], locations[instruction[name]]);
  }
  const nanoseconds = nanosecondsOfElement * outer * (count + extent) * inner;
  return { kind: "kernel", run, at, items: scatterAddItems(dtype, instruction), nanoseconds };
};
