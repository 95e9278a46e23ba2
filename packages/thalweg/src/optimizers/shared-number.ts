import type { Tensor } from "../tensor/index.ts";

/** The number that all of a group's parameters hold in a slot. */
export const sharedNumber = (slot: Tensor): Tensor => slot.slice(0);

/** The number for a slot of as many parameters as `like` is of. */
export const shared = (value: Tensor, like: Tensor): Tensor => value.toType(like.dtype).expand(like.shape);

/** Σ over all parameters. */
export const total = (terms: readonly Tensor[]): Tensor => terms.reduce((sum, term) => sum.add(term));
