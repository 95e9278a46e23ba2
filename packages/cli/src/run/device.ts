import type { BlasFacts } from "thalweg/devices";
import { ThalwegError } from "thalweg/errors";
import { currentDevice, type DeviceName, useDevice } from "thalweg/tensor";
import { wrongUsage } from "../command-error.ts";
import { plural } from "../report/numbers.ts";

/** What a command is to compute on. */
export interface DeviceSettings {
  readonly device: DeviceName;
  /** One a core unless given. */
  readonly threads?: number;
  /** The system's BLAS: `auto` for what there is, `off`, or a library's path. */
  readonly blas: string;
}

/** What a command computes on: its numbers and times depend on that. */
export interface DeviceFacts {
  readonly name: string;
  readonly threads: number;
  readonly sharedMemory: boolean;
  readonly relaxedFma: boolean;
  /** null where none takes part. */
  readonly blas: BlasFacts | null;
}

/** Refuses settings that the device has no use for. */
const checkDevice = ({ device, threads, blas }: DeviceSettings): void => {
  if (blas === "") throw wrongUsage("--blas: must be auto, off or the path of a library, got nothing");
  if (device === "wasm") return;
  if (threads !== undefined) {
    throw wrongUsage(`--threads: ${device} computes on one thread and takes no number, got ${threads}; leave it out`);
  }
  if (blas !== "auto") throw wrongUsage(`--blas: ${device} computes without a BLAS, got ${blas}; leave it out`);
};

/** What the device of this process was started with, if that was said: it stays. */
let startedWith = "";

const start = (settings: DeviceSettings): void => {
  const { device, threads, blas } = settings;
  const options = `${threads ?? "all"} ${blas}`;
  if ((threads === undefined && blas === "auto") || options === startedWith) useDevice(device);
  else {
    useDevice(device, { threads, blas });
    startedWith = options;
  }
};

/** Starts the device, or takes the one that runs already if it is the same. */
export const startDevice = async (settings: DeviceSettings): Promise<DeviceFacts> => {
  checkDevice(settings);
  start(settings);
  try {
    const { name, capabilities } = await currentDevice();
    const { threads, sharedMemory, relaxedFma, blas = null } = capabilities;
    return { name, threads, sharedMemory, relaxedFma, blas };
  } catch (error) {
    if (error instanceof ThalwegError && error.message.startsWith("blas: ")) throw wrongUsage(`--${error.message}`);
    throw error;
  }
};

/** Such as `wasm, 2 threads, fused multiply-add, OpenBLAS`. */
export const deviceText = ({ name, threads, relaxedFma, blas }: DeviceFacts): string =>
  [
    name,
    plural(threads, "thread"),
    ...(relaxedFma ? ["fused multiply-add"] : []),
    ...(blas === null ? [] : [blas.name]),
  ].join(", ");
