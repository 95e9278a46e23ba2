export { type CautiousOptions, cautious } from "./cautious.ts";
export { type EmaWeightsOptions, emaWeights } from "./ema-weights.ts";
export { frozen } from "./frozen.ts";
export { type LookaheadOptions, lookahead } from "./lookahead.ts";
export { type SamOptions, sam } from "./sam.ts";
export { type SwaWeightsOptions, swaWeights } from "./swa-weights.ts";
