export { type AboutConvention, type Convention, isConvention, type Library } from "./convention.ts";
export * as keras from "./keras/index.ts";
export * as optax from "./optax/index.ts";
export * as torch from "./torch/index.ts";
