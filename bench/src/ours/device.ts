import { currentDevice, useDevice } from "thalweg/tensor";

export interface DeviceChoice {
  readonly threads: number;
  /** "auto", "off", or the path of a library. */
  readonly blas: string;
}

/** Starts the device that Thalweg is measured on; what it really has may be less than was asked for. */
export const startDevice = async (choice: DeviceChoice): Promise<{ threads: number; blas?: string }> => {
  useDevice("wasm", choice);
  const { threads, blas } = (await currentDevice()).capabilities;
  return { threads, ...(blas && { blas: blas.name }) };
};
