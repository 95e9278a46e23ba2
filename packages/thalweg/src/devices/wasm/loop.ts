import { itemBytes } from "../../kernels/dtype.ts";
import type { LoopInstruction, Plan } from "../device.ts";
import type { WasmExecutable } from "./executable.ts";
import type { Location } from "./slots.ts";

/** Where an array of a loop's step lies in step t: bytes from a root, + stride·((t + shift) mod period). */
export interface MovingRange {
  readonly at: Location;
  readonly stride: number;
  readonly shift: number;
  readonly period: number;
}

/** A loop, the executable of its step, and where its arrays lie. */
export interface LoopLaunch {
  readonly kind: "loop";
  readonly steps: number;
  readonly step: WasmExecutable;
  readonly bound: readonly MovingRange[];
  readonly starts: readonly { readonly source: Location; readonly target: Location; readonly bytes: number }[];
}

/** Which arrays that a loop's step binds are the same in every step: constants, not carries written over. */
export const steadyIn = ({ bound, starts }: LoopInstruction): ReadonlySet<number> =>
  new Set(
    bound.flatMap(({ slot, stride }, index) =>
      stride === 0 && starts.every(({ target }) => target !== slot) ? [index] : [],
    ),
  );

export const loopLaunch = (
  { steps, bound, starts }: LoopInstruction,
  step: WasmExecutable,
  plan: Plan,
  locations: readonly Location[],
): LoopLaunch => {
  const bytesOf = (slot: number): number => itemBytes[plan.slots[slot].dtype];
  const location = (slot: number, elements: number): Location => {
    const { root, byteOffset } = locations[slot];
    return { root, byteOffset: byteOffset + elements * bytesOf(slot) };
  };
  return {
    kind: "loop",
    steps,
    step,
    bound: bound.map(({ slot, offset, stride, shift, period }) => ({
      at: location(slot, offset),
      stride: stride * bytesOf(slot),
      shift,
      period,
    })),
    starts: starts.map(({ source, offset, target, targetOffset, length }) => ({
      source: location(source, offset),
      target: location(target, targetOffset),
      bytes: length * bytesOf(target),
    })),
  };
};
