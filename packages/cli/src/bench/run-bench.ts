import { interrupted, wrongUsage } from "../command-error.ts";
import { fields } from "../report/fields.ts";
import { startDevice } from "../run/device.ts";
import type { Surroundings } from "../surroundings.ts";
import { type Choice, chosen } from "./chosen.ts";
import { compared, comparisonFacts, comparisonTable, type Measure, measureApart, type Setup } from "./compare.ts";
import { machineFields, machineWith } from "./machine.ts";
import { memoryTable, peakResidentBytes } from "./memory-report.ts";
import { ProgressLine } from "./progress-line.ts";
import { type Measured, speedFacts, speedTable } from "./speed-report.ts";
import { type Timing, timed } from "./timing.ts";
import type { Prepared, StepBytes, Workload } from "./workload.ts";

/** What `thalweg bench` was asked for. */
export interface BenchSettings extends Choice {
  readonly threads?: number;
  readonly blas: string;
  /** To measure each workload in. */
  readonly seconds: number;
  readonly json: boolean;
}

/** What was found: lines for people, facts for programs. */
interface Report {
  readonly lines: readonly string[];
  readonly facts: object;
}

type Each = <T>(work: (workload: Workload) => Promise<T>) => Promise<readonly T[]>;

const compareAll = async (each: Each, setup: Setup, measure: Measure): Promise<Report> => {
  const { threads } = setup;
  if (threads === 1) {
    throw wrongUsage("--compare: compares one thread with several, and there is one; give --threads 2 or more");
  }
  const all = await each((workload) => compared(workload, setup, measure));
  return { lines: comparisonTable(all, threads), facts: { comparison: all.map(comparisonFacts) } };
};

const measureAll = async (
  each: Each,
  { memory, blas }: BenchSettings,
  time: (prepared: Prepared) => Promise<Timing>,
): Promise<Report> => {
  const all = await each(async (workload): Promise<Measured & { readonly bytes?: StepBytes }> => {
    const prepared = await workload.prepare(blas);
    const timing = await time(prepared);
    return { workload, timing, amount: prepared.amount, ...(memory ? { bytes: prepared.bytes?.() } : {}) };
  });
  const speed = { lines: speedTable(all), facts: { results: all.map(speedFacts) } };
  if (!memory) return speed;
  const steps = all.flatMap(({ workload: { name, title }, bytes }) => (bytes ? [{ name, title, bytes }] : []));
  const peak = await peakResidentBytes();
  return {
    lines: [...speed.lines, "", ...memoryTable(steps, peak)],
    facts: { ...speed.facts, memory: steps, peakResidentBytes: peak ?? null },
  };
};

/** Measures this machine and says so; `measure` is what `--compare` goes by. */
export const runBench = async (
  settings: BenchSettings,
  { out, err, interruption }: Surroundings,
  measure: Measure = measureApart,
): Promise<void> => {
  const { threads, blas, seconds, compare, json } = settings;
  const list = chosen(settings);
  const talk = json ? err : out;
  const progress = new ProgressLine(talk);
  const machine = machineWith(await startDevice({ device: "wasm", threads, blas }));
  const check = (): void => {
    if (interruption.requested) throw interrupted("stopped before everything was measured");
  };
  const each: Each = async (work) => {
    const results = [];
    try {
      for (const workload of list) {
        check();
        progress.show(workload.title);
        results.push(await work(workload));
      }
      return results;
    } catch (error) {
      // Whatever else went wrong after Ctrl-C followed from it.
      check();
      throw error;
    } finally {
      progress.clear();
    }
  };
  talk.write(`${[...fields(machineFields(machine)), ""].join("\n")}\n`);
  const { lines, facts } = compare
    ? await compareAll(each, { threads: machine.device.threads, blas, seconds }, measure)
    : await measureAll(each, settings, (prepared) => timed(prepared, seconds, check));
  talk.write(`${lines.join("\n")}\n`);
  if (json) out.write(`${JSON.stringify({ machine, seconds, ...facts })}\n`);
};
