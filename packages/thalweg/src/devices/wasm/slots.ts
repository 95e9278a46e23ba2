import { itemBytes } from "../../kernels/dtype.ts";
import type { Plan } from "../device.ts";

/** Roots are what slots lie in: the workspace, then the bound arenas, then one arena a kept slot. */
export const workspaceRoot = 0;

/** Where a slot lies: bytes from the start of a root. */
export interface Location {
  readonly root: number;
  readonly byteOffset: number;
}

/** Where each slot of `plan` lies, and which of them are kept, in the order of their roots. */
export const locate = (
  plan: Plan,
  scratchOffset: number,
): { readonly locations: readonly Location[]; readonly kept: readonly number[] } => {
  const kept: number[] = [];
  const locations = new Map<number, Location>();
  const find = (slot: number): Location => {
    const known = locations.get(slot);
    if (known) return known;
    const { dtype, place } = plan.slots[slot];
    const location = ((): Location => {
      switch (place.kind) {
        case "bound":
          return { root: 1 + place.index, byteOffset: 0 };
        case "scratch":
          return { root: workspaceRoot, byteOffset: scratchOffset + place.byteOffset };
        case "kept":
          kept.push(slot);
          return { root: plan.bound + kept.length, byteOffset: 0 };
        case "part": {
          const whole = find(place.of);
          return { root: whole.root, byteOffset: whole.byteOffset + place.offset * itemBytes[dtype] };
        }
      }
    })();
    locations.set(slot, location);
    return location;
  };
  return { locations: plan.slots.map((_, slot) => find(slot)), kept };
};
