import { wrongUsage } from "../command-error.ts";
import type { Workload } from "./workload.ts";
import { workloads } from "./workloads.ts";

/** Which workloads are wanted. */
export interface Choice {
  /** Names; all that fit unless given. */
  readonly only?: readonly string[];
  /** Those whose speed depends on threads. */
  readonly compare: boolean;
  /** Those whose memory can be told. */
  readonly memory: boolean;
}

/** The workloads wanted, in their usual order. */
export const chosen = ({ only, compare, memory }: Choice): readonly Workload[] => {
  if (compare && memory) throw wrongUsage("--compare: cannot go with --memory; ask for one after the other");
  const fitting = workloads.filter(({ isStep, onOneThread }) => (!memory || isStep) && !(compare && onOneThread));
  const stranger = only?.find((name) => fitting.every((workload) => workload.name !== name));
  if (stranger === undefined) return fitting.filter(({ name }) => only?.includes(name) ?? true);
  const names = fitting.map(({ name }) => name).join(", ");
  throw wrongUsage(`--only: ${memory ? "--memory" : "--compare"} takes ${names}, got ${stranger}; leave it out`);
};
