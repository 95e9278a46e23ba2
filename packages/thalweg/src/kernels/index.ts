export * from "./builder.ts";
export * from "./dtype.ts";
export * from "./js/index.ts";
export * from "./kernel.ts";
export { expand, isTranscendental, type TranscendentalName, transcendentals } from "./transcendental/index.ts";
