import { readFile, writeFile } from "node:fs/promises";
import { type WrittenTask, writeTask } from "./files.ts";
import { withFolder } from "./folder.ts";
import { type Machine, machine, machineText } from "./machine.ts";
import type { SideProcess } from "./process.ts";
import { type SideKey, type SideSettings, startSide } from "./sides.ts";
import { tableOf } from "./table.ts";
import { taskOf } from "./tasks.ts";
import type { Workload } from "./workloads.ts";

export interface Memory {
  readonly machine: Machine;
  readonly absent: Readonly<Record<string, string>>;
  readonly rows: readonly {
    readonly key: string;
    readonly title: string;
    /** Bytes by side. */
    readonly peaks: Readonly<Record<string, number>>;
  }[];
}

/** Steps after which a process has reached its peak. */
const steps = 10;

/**
 * The most memory that each side's process has held at once, less what it held before the model was made; each in a
 * fresh process. Both include the batch and the weights as read.
 */
export const measureMemory = async (
  workloads: readonly Workload[],
  { keys, settings, say }: { keys: readonly SideKey[]; settings: SideSettings; say: (line: string) => void },
): Promise<Memory> => {
  if (process.platform !== "linux") throw new Error("--memory reads /proc, which only Linux has");
  const found = machine();
  const absent: Record<string, string> = {};
  const rows: Memory["rows"][number][] = [];
  for (const { key, title, spec } of workloads) {
    say(title);
    const peaks: Record<string, number> = {};
    await withFolder(async (folder) => {
      const task = await writeTask(folder, key, taskOf(spec));
      for (const side of keys) {
        const started = await startSide(side, settings);
        if ("absent" in started) absent[side] = started.absent;
        else peaks[side] = await peakOf(started, task);
      }
    });
    rows.push({ key, title, peaks });
  }
  return { machine: found, absent, rows };
};

const peakOf = async (side: SideProcess, task: WrittenTask): Promise<number> => {
  try {
    const { pid } = side;
    // 5 makes the peak what is held now.
    await writeFile(`/proc/${pid}/clear_refs`, "5");
    const before = await residentOf(pid, "VmHWM");
    const unable = await side.prepare(task);
    if (unable !== undefined) throw new Error(`${side.about.name}: ${unable}`);
    await side.run(steps);
    return (await residentOf(pid, "VmHWM")) - before;
  } finally {
    await side.end();
  }
};

/** Bytes under a name in a process's status. */
const residentOf = async (pid: number | undefined, name: string): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const [, kilobytes] = status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m")) ?? [];
  return Number(kilobytes) * 1024;
};

export const memoryText = ({ machine: found, absent, rows }: Memory): string => {
  const keys = [...new Set(rows.flatMap(({ peaks }) => Object.keys(peaks)))];
  const cells = rows.map(({ title, peaks }) => [
    title,
    ...keys.map((key) => (key in peaks ? `${(peaks[key] / 2 ** 20).toFixed(0)}` : "–")),
    "torch" in peaks && "thalweg" in peaks ? `${(peaks.thalweg / peaks.torch).toFixed(2)}×` : "–",
  ]);
  return [
    machineText(found),
    ...Object.entries(absent).map(([key, reason]) => `- ${key}: ${reason}`),
    "",
    tableOf(["MiB at the peak", ...keys, "thalweg / torch"], cells),
  ].join("\n");
};
