import { arch, cpus, loadavg, platform } from "node:os";
import type { Comparison, Timing } from "./compare.ts";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  /** Processes that wanted a core in the minute before. */
  readonly load: number;
}

/** What was measured, and on what. */
export interface Report {
  readonly machine: Machine;
  readonly sides: { readonly ours: string; readonly theirs: string };
  readonly threads: 1;
  readonly comparisons: readonly ({ readonly name: string } & Comparison)[];
}

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() || "unknown",
  cores: cpus().length,
  platform: `${platform()} ${arch()}`,
  node: process.version,
  load: loadavg()[0],
});

/** Load from which on other programs must have been running. */
const busy = 0.5;

/** The report as Markdown. */
export const markdownOf = ({ machine: { cpu, cores, platform, node, load }, sides, comparisons }: Report): string => {
  const rows = comparisons.map(({ name, ours, theirs, ratio }) => [
    name,
    showTiming(ours),
    showTiming(theirs),
    `${(ratio * 100).toFixed(0)} %`,
  ]);
  const checks = comparisons.map(
    ({ name, results }) =>
      `- ${name}: ${results.map(({ ours, theirs }) => `${ours.toFixed(6)} and ${theirs.toFixed(6)}`).join("; ")}`,
  );
  const others = `Other programs were running (load average ${load.toFixed(1)} before the start): preliminary.`;
  return [
    `${cpu}, ${cores} cores, ${platform}, Node ${node}. Both sides run on one thread, in one process, in turns.`,
    ...(load > busy ? [others] : []),
    "",
    tableOf(["ms a call", sides.ours, sides.theirs, "ours/theirs"], rows),
    "",
    "Each time is the median over rounds of a round's median, with the lowest and the highest round.",
    "",
    "What both sides said after each of their first three calls (the loss of the MLP, one element of the others):",
    "",
    ...checks,
  ].join("\n");
};

/** Median and range, in milliseconds. */
const showTiming = ({ median, lowest, highest }: Timing): string =>
  `${milliseconds(median)} (${milliseconds(lowest)}–${milliseconds(highest)})`;

const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** A Markdown table whose columns line up. */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join("\n");
};
