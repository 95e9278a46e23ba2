import type { TypedArray } from "../../kernels/dtype.ts";
import type { CallInstruction } from "../device.ts";
import type { call } from "../routines/call.ts";
import type { Location } from "./slots.ts";

/** A routine and where its arrays lie. */
export interface CallLaunch {
  readonly kind: "call";
  readonly instruction: CallInstruction;
  readonly run: typeof call;
  readonly source: Location;
  readonly target: Location;
}

/** Routines are loaded by the first plan that calls one. */
export const callLaunch = async (
  instruction: CallInstruction,
  locations: readonly Location[],
): Promise<CallLaunch> => ({
  kind: "call",
  instruction,
  run: (await import("../routines/call.ts")).call,
  source: locations[instruction.source],
  target: locations[instruction.target],
});

/** Runs a routine on the whole memory `values`, in which the arrays start at element positions. */
export const runCall = ({ instruction, run }: CallLaunch, values: TypedArray, source: number, target: number): void =>
  run(instruction, values.subarray(source), values.subarray(target));
