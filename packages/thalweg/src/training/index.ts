export * from "./callback.ts";
export * from "./callbacks/index.ts";
export type { Scores } from "./evaluating.ts";
export type { BatchLike } from "./examples.ts";
export * from "./safetensors.ts";
export type { LoadOptions } from "./saving.ts";
export type { StepReport } from "./stepping.ts";
export { type FitOptions, type History, Trainer, type TrainerOptions } from "./trainer.ts";
