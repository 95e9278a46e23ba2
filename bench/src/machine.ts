import { arch, availableParallelism, cpus, loadavg, platform } from "node:os";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  /** Processes that wanted a core in the minute before. */
  readonly load: number;
}

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() || "unknown",
  cores: availableParallelism(),
  platform: `${platform()} ${arch()}`,
  node: process.version,
  load: loadavg()[0],
});

/** Load from which on other programs must have been running. */
const busy = 0.5;

/** The machine in a line, and a second one where its figures cannot be trusted. */
export const machineText = ({ cpu, cores, platform, node, load }: Machine): string => {
  const text = `${cpu}, ${cores} cores, ${platform}, Node ${node}.`;
  if (load <= busy) return text;
  return `${text}\nOther programs were running (load average ${load.toFixed(1)} before the start): preliminary.`;
};
