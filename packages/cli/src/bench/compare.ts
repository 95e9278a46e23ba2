import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CommandError } from "../command-error.ts";
import { median } from "../report/median.ts";
import { tableLines } from "../report/table.ts";
import { showTime } from "./speed-report.ts";
import type { Workload } from "./workload.ts";

/** One workload on one thread and on several: medians in milliseconds, and how many times faster. */
export interface Compared {
  readonly workload: Workload;
  readonly oneThread: number;
  readonly allThreads: number;
  readonly speedUp: number;
}

/** How to measure. */
export interface Setup {
  readonly threads: number;
  readonly blas: string;
  readonly seconds: number;
}

/** Measures a workload in a process of its own; the median in milliseconds. */
export type Measure = (name: string, setup: Setup) => Promise<number>;

const bin = fileURLToPath(new URL("../../bin/thalweg.js", import.meta.url));

export const measureApart: Measure = async (name, { threads, blas, seconds }) => {
  const options = Object.entries({ only: name, threads, blas, seconds }).flatMap(([option, value]) => [
    `--${option}`,
    String(value),
  ]);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [bin, "bench", ...options, "--json"]);
    const { results }: { readonly results: readonly { readonly milliseconds: { readonly median: number } }[] } =
      JSON.parse(stdout);
    return results[0].milliseconds.median;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    const reason = said.trimEnd().split("\n").at(-1);
    throw new CommandError(`--compare: ${name} cannot be measured in a process of its own: ${reason}`, 1);
  }
};

const rounds = 2;

/** Measures in turns, since machines get faster and slower with time: the speed-up is that of neighbours. */
export const compared = async (workload: Workload, setup: Setup, measure: Measure): Promise<Compared> => {
  const pairs: { readonly one: number; readonly all: number }[] = [];
  const round = { ...setup, seconds: setup.seconds / rounds };
  while (pairs.length < rounds) {
    const one = await measure(workload.name, { ...round, threads: 1 });
    pairs.push({ one, all: await measure(workload.name, round) });
  }
  return {
    workload,
    oneThread: median(pairs.map(({ one }) => one)),
    allThreads: median(pairs.map(({ all }) => all)),
    speedUp: median(pairs.map(({ one, all }) => one / all)),
  };
};

export const comparisonTable = (all: readonly Compared[], threads: number): readonly string[] =>
  tableLines(
    ["", "1 thread", `${threads} threads`, "speed-up"],
    all.map(({ workload, oneThread, allThreads, speedUp }) => [
      workload.title,
      showTime(oneThread),
      showTime(allThreads),
      `${speedUp.toFixed(2)}×`,
    ]),
  );

export const comparisonFacts = ({ workload, oneThread, allThreads, speedUp }: Compared) => ({
  name: workload.name,
  title: workload.title,
  oneThreadMilliseconds: oneThread,
  allThreadsMilliseconds: allThreads,
  speedUp,
});
