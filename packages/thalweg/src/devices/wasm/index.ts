export { type PlanMemory, planMemory } from "./plan-memory.ts";
export { type WasmDeviceOptions, wasmDevice } from "./wasm-device.ts";
