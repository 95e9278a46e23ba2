import { readFile } from "node:fs/promises";
import { tableLines } from "../report/table.ts";
import type { StepBytes } from "./workload.ts";

/** Bytes in MB, with a digit behind the point where there are few. */
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);

const columns: readonly (readonly [string, keyof StepBytes])[] = [
  ["weights", "weights"],
  ["gradients", "gradients"],
  ["optimizer", "optimizer"],
  ["held", "held"],
  ["scratch", "scratch"],
  ["unshared", "scratchWithoutReuse"],
  ["packed", "packed"],
  ["largest", "largest"],
];

/** Gradients without a place of their own are temporaries. */
const cell = (name: keyof StepBytes, bytes: number): string =>
  name === "gradients" && bytes === 0 ? "in scratch" : megabytes(bytes);

/** What steps need, in MB, and what the words mean. */
export const memoryTable = (
  all: readonly { readonly name: string; readonly bytes: StepBytes }[],
  peakBytes: number | undefined,
): readonly string[] => [
  ...tableLines(
    ["MB", ...columns.map(([heading]) => heading)],
    all.map(({ name, bytes }) => [name, ...columns.map(([, name]) => cell(name, bytes[name]))]),
  ),
  "",
  "held: activations that the backward pass needs, part of scratch",
  "scratch: all temporaries, with the gradients where they have no place of their own",
  "unshared: what they would take if none used the place of another",
  "packed: copies of matrices in the order of multiplication, where no BLAS multiplies",
  "largest: the largest array",
  "",
  peakBytes === undefined
    ? "the peak of this process is told on Linux only"
    : `peak of this process, Node and the data on the host included: ${megabytes(peakBytes)} MB`,
];

/** The most memory this process has had so far; undefined where the system does not tell. */
export const peakResidentBytes = async (status = "/proc/self/status"): Promise<number | undefined> => {
  const text = await readFile(status, "utf8").catch(() => "");
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? undefined : 1024 * Number(kibibytes);
};
