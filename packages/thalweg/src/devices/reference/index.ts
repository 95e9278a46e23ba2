export { type BoundPlan, bindPlan } from "./bind-plan.ts";
export { referenceDevice } from "./reference-device.ts";
