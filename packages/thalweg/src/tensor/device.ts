import type { Device } from "../devices/device.ts";
import { wasmDevice } from "../devices/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";

/** Devices by name; each is started when it is first used. */
export type DeviceName = "wasm" | "reference";

const starting: Record<DeviceName, () => Promise<Device>> = {
  wasm: () => wasmDevice(),
  // Pages that compute on wasm never load it.
  reference: async () => (await import("../devices/reference/reference-device.ts")).referenceDevice(),
};
const started = new Map<string, Promise<Device>>();
let chosen: DeviceName = "wasm";

export const deviceNames = Object.keys(starting) as readonly DeviceName[];

/**
 * Chooses the device of everything computed from now on; "wasm" unless said.
 *
 * @example
 * useDevice("reference"); // slow, float64, readable: the oracle
 */
export const useDevice = (name: DeviceName): void => {
  if (!(name in starting)) {
    throw new ThalwegError("device", `useDevice: no device "${name}"; there are ${deviceNames.join(" and ")}`);
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

let queue: Promise<unknown> = Promise.resolve();

/** Runs one task at a time on the chosen device, in the order they were asked for. */
export const exclusive = <T>(task: (device: Device) => Promise<T>): Promise<T> => {
  const name = chosen;
  const result = queue.then(async () => task(await currentDevice(name)));
  queue = result.catch(() => undefined);
  return result;
};
