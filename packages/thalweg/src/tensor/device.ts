import type { Device } from "../devices/device.ts";
import { type WasmDeviceOptions, wasmDevice } from "../devices/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";

/** Devices by name; each is started when it is first used. */
export type DeviceName = "wasm" | "reference";

const starting: Record<DeviceName, (options?: WasmDeviceOptions) => Promise<Device>> = {
  wasm: (options) => wasmDevice(options),
  // Pages that compute on wasm never load it.
  reference: async () => (await import("../devices/reference/reference-device.ts")).referenceDevice(),
};
const started = new Map<string, Promise<Device>>();
/** Of those, what has not started after all: other options may be given. */
const failed = new WeakSet<Promise<Device>>();
let chosen: DeviceName = "wasm";

export const deviceNames = Object.keys(starting) as readonly DeviceName[];

/**
 * Chooses the device of everything computed from now on; "wasm" unless said. Options, such as
 * `{ threads: 2, blas: "off" }`, are for "wasm" and must come before its first use.
 *
 * @example
 * useDevice("reference"); // slow, float64, readable: the oracle
 */
export const useDevice = (name: DeviceName, options?: WasmDeviceOptions): void => {
  if (!(name in starting)) {
    throw new ThalwegError("device", `useDevice: no device "${name}"; there are ${deviceNames.join(" and ")}`);
  }
  if (options) {
    if (name !== "wasm") throw new ThalwegError("argument", `useDevice: ${name} takes no options`);
    const before = started.get(name);
    if (before && !failed.has(before)) {
      throw new ThalwegError("device", `useDevice: ${name} is running; give its options before the first computation`);
    }
    const device = starting[name](options);
    // Whoever computes first hears of what is wrong with the options.
    device.catch(() => failed.add(device));
    started.set(name, device);
  }
  chosen = name;
};

/** The chosen device, or the one named. */
export const currentDevice = (name: string = chosen): Promise<Device> => {
  const running = started.get(name);
  if (running) return running;
  const start = name === "wasm" || name === "reference" ? starting[name] : undefined;
  if (!start) throw new ThalwegError("device", `no device "${name}"; there are ${deviceNames.join(" and ")}`);
  const device = start();
  started.set(name, device);
  return device;
};

/** Devices that have started, by name. */
const ready = new Map<string, Device>();
let taken = false;
/** Those who wait for the device, the first one first. */
const waiting: (() => void)[] = [];

/** The chosen device for oneself, at once where it is free, else after all who asked before; give it back by `release`. */
export const acquire = (): Device | Promise<Device> => {
  const device = ready.get(chosen);
  if (taken || !device) return turnOn(chosen);
  taken = true;
  return device;
};

export const release = (): void => {
  const next = waiting.shift();
  if (next) next();
  else taken = false;
};

const turnOn = async (name: DeviceName): Promise<Device> => {
  if (taken) await new Promise<void>((resolve) => waiting.push(resolve));
  taken = true;
  try {
    const device = await currentDevice(name);
    ready.set(name, device);
    return device;
  } catch (error) {
    release();
    throw error;
  }
};

/** Runs one task at a time on the chosen device, in the order they were asked for. */
export const exclusive = async <T>(task: (device: Device) => Promise<T>): Promise<T> => {
  const device = await acquire();
  try {
    return await task(device);
  } finally {
    release();
  }
};
