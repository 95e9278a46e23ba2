import { compare } from "./compare.ts";
import { writeTask } from "./files.ts";
import { withFolder } from "./folder.ts";
import { type Machine, machine, machineText } from "./machine.ts";
import type { SideProcess } from "./process.ts";
import { startSide } from "./sides.ts";
import { entrantOf } from "./speed.ts";
import { milliseconds, tableOf } from "./table.ts";
import { taskOf } from "./tasks.ts";
import type { Workload } from "./workloads.ts";

export interface Scaling {
  readonly machine: Machine;
  /** What the device really has. */
  readonly threads: number;
  readonly rows: readonly {
    readonly key: string;
    readonly title: string;
    /** Median milliseconds a call. */
    readonly alone: number;
    readonly together: number;
    /** How many times as fast all threads are as one. */
    readonly ratio: number;
  }[];
}

/** Thalweg with one thread and with all of them, in turns. */
export const measureScaling = async (
  workloads: readonly Workload[],
  { threads, rounds, say }: { threads: number; rounds: number; say: (line: string) => void },
): Promise<Scaling> => {
  const found = machine();
  const sides: SideProcess[] = [];
  try {
    for (const count of [1, threads]) {
      const side = await startSide("thalweg", { threads: count, blas: "off" });
      if ("absent" in side) throw new Error(`thalweg: ${side.absent}`);
      sides.push(side);
    }
    const rows: Scaling["rows"][number][] = [];
    for (const { key, title, calls, spec } of workloads) {
      say(title);
      const timings = await withFolder(async (folder) => {
        const task = await writeTask(folder, key, taskOf(spec));
        const entrants = sides.map((side, index) => entrantOf(String(index), side, task));
        return (await compare(entrants, { rounds, calls })).flatMap((outcome) =>
          outcome.kind === "measured" ? [outcome.timing.median] : [],
        );
      });
      const [alone, together] = timings;
      rows.push({ key, title, alone, together, ratio: alone / together });
    }
    return { machine: found, threads: sides[1].about.threads, rows };
  } finally {
    for (const side of sides) await side.end();
  }
};

export const scalingText = ({ machine: found, threads, rows }: Scaling): string =>
  [
    machineText(found),
    "",
    tableOf(
      ["ms a call", "1 thread", threads === 1 ? "1 thread again" : `${threads} threads`, "times as fast"],
      rows.map(({ title, alone, together, ratio }) => [
        title,
        milliseconds(alone),
        milliseconds(together),
        `${ratio.toFixed(2)}×`,
      ]),
    ),
  ].join("\n");
