import { addL2, type Hyper, scale, type Transform } from "../../optimizers/index.ts";

/** torch's `maximize`: the gradient's sign is turned before everything else. */
export const ascending = (maximize: boolean): readonly Transform[] => (maximize ? [scale(-1)] : []);

/** What torch does to a gradient first: `maximize`, then `weight_decay` as L2, which adds no stage when it is 0. */
export const entering = (maximize: boolean, weightDecay: Hyper): readonly Transform[] => [
  ...ascending(maximize),
  ...(weightDecay === 0 ? [] : [addL2(weightDecay)]),
];
