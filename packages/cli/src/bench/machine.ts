import { cpus, totalmem } from "node:os";
import { plural } from "../report/numbers.ts";
import { type DeviceFacts, deviceText } from "../run/device.ts";
import { versions } from "../versions.ts";

/** What was measured on: times of other machines, versions and devices are others. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly device: DeviceFacts;
}

export const machineWith = (device: DeviceFacts): Machine => {
  const cores = cpus();
  return {
    cpu: cores.at(0)?.model.trim() ?? "unknown",
    cores: cores.length,
    memoryBytes: totalmem(),
    versions: versions(),
    device,
  };
};

/** Names and texts for a heading. */
export const machineFields = (machine: Machine): readonly (readonly [string, string])[] => {
  const { cpu, cores, memoryBytes, device } = machine;
  const { node, v8, system, thalweg } = machine.versions;
  const { sharedMemory, relaxedFma, blas } = device;
  const own = deviceText({ ...device, blas: null });
  const more = [sharedMemory ? "shared memory" : "no shared memory", ...(relaxedFma ? [] : ["no fused multiply-add"])];
  return [
    ["machine", `${cpu}, ${plural(cores, "core")}, ${(memoryBytes / 2 ** 30).toFixed(1)} GiB of memory`],
    ["system", `${system}, Node ${node}, V8 ${v8}, thalweg ${thalweg}`],
    ["device", [own, ...more].join(", ")],
    ["blas", blas === null ? "none" : `${blas.name}, ${blas.path}${blas.about === "" ? "" : `: ${blas.about}`}`],
  ];
};
