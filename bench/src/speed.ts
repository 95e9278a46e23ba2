import { compare, type Entrant } from "./compare.ts";
import { type WrittenTask, writeTask } from "./files.ts";
import { withFolder } from "./folder.ts";
import { machine } from "./machine.ts";
import type { SideProcess } from "./process.ts";
import type { Comparison, Report } from "./report.ts";
import { type SideKey, type SideSettings, startSide } from "./sides.ts";
import { taskOf } from "./tasks.ts";
import type { Workload } from "./workloads.ts";

export interface Speed {
  readonly keys: readonly SideKey[];
  readonly settings: SideSettings;
  readonly workloads: readonly Workload[];
  readonly rounds: number;
  /** Says what is being done. */
  readonly say: (line: string) => void;
}

/** Starts all sides and measures every workload with those that are there. */
export const measureSpeed = async ({ keys, settings, workloads, rounds, say }: Speed): Promise<Report> => {
  const found = machine();
  const sides = new Map<SideKey, SideProcess>();
  const absent: Record<string, string> = {};
  try {
    for (const key of keys) {
      const started = await startSide(key, settings);
      if ("absent" in started) {
        absent[key] = started.absent;
        say(`${key}: ${started.absent}`);
      } else sides.set(key, started);
    }
    const comparisons: Comparison[] = [];
    for (const workload of workloads) {
      say(workload.title);
      for (const [key, side] of sides) if (!side.isRunning) sides.set(key, await again(key, settings));
      comparisons.push(await withFolder((folder) => measured(workload, sides, folder, rounds)));
    }
    const about = Object.fromEntries([...sides].map(([key, side]) => [key, side.about]));
    return { machine: found, threads: settings.threads, sides: about, absent, comparisons };
  } finally {
    for (const side of sides.values()) await side.end();
  }
};

/** A side whose process a workload was too much for. */
const again = async (key: SideKey, settings: SideSettings): Promise<SideProcess> => {
  const started = await startSide(key, settings);
  if ("absent" in started) throw new Error(`${key}: ${started.absent}`);
  return started;
};

const measured = async (
  { key, title, calls, hasProducts, spec }: Workload,
  sides: ReadonlyMap<SideKey, SideProcess>,
  folder: string,
  rounds: number,
): Promise<Comparison> => {
  const task = await writeTask(folder, key, taskOf(spec));
  const entrants = [...sides]
    .filter(([side]) => hasProducts || side !== "thalweg-blas")
    .map(([side, process]) => entrantOf(side, process, task));
  return { key, title, outcomes: await compare(entrants, { rounds, calls }) };
};

/** A side's process at a task. */
export const entrantOf = (key: string, process: SideProcess, task: WrittenTask): Entrant => ({
  key,
  name: process.about.name,
  prepare: () => process.prepare(task),
  run: (calls) => process.run(calls),
  result: () => process.result(),
  release: () => process.release(),
});
