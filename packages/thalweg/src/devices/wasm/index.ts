export { type WasmDeviceOptions, wasmDevice } from "./wasm-device.ts";
