import type { Built, Limits } from "./layer.ts";

/** A layer of a model, and whether it sees the model's input as it came. */
export interface Member {
  readonly built: Built;
  readonly seesInput: boolean;
}

/** What all layers of a model ask of its inputs together. */
export const combinedLimits = (members: readonly Member[]): { readonly limits?: Limits } => {
  const ids = members
    .flatMap(({ built: { limits }, seesInput }) => (seesInput && limits?.ids ? [limits.ids] : []))
    .sort((a, b) => a.count - b.count)[0];
  const batch = members
    .flatMap(({ built: { limits } }) => (limits?.batch ? [limits.batch] : []))
    .sort((a, b) => b.least - a.least)[0];
  return ids || batch ? { limits: { ...(ids && { ids }), ...(batch && { batch }) } } : {};
};
