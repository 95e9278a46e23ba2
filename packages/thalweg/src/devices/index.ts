export * from "./device.ts";
export * from "./reference/index.ts";
export * from "./wasm/index.ts";
