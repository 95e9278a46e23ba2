import type { TypedArray } from "../../kernels/dtype.ts";
import type { CallInstruction } from "../device.ts";
import { call } from "../routines/call.ts";
import type { Location } from "./slots.ts";

/** A routine and where its arrays lie. */
export interface CallLaunch {
  readonly kind: "call";
  readonly instruction: CallInstruction;
  readonly source: Location;
  readonly target: Location;
}

export const callLaunch = (instruction: CallInstruction, locations: readonly Location[]): CallLaunch => ({
  kind: "call",
  instruction,
  source: locations[instruction.source],
  target: locations[instruction.target],
});

/** Runs a routine on the whole memory `values`, in which the arrays start at element positions. */
export const runCall = ({ instruction }: CallLaunch, values: TypedArray, source: number, target: number): void =>
  call(instruction, values.subarray(source), values.subarray(target));
