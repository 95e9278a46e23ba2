export { augment } from "./augment.ts";
export type { Augmentation } from "./augmentation.ts";
export { flip } from "./flip.ts";
export { noise } from "./noise.ts";
export { shift } from "./shift.ts";
