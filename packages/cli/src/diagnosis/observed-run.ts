/** What was seen of a run, read back from its folder. */
import { join } from "node:path";
import { type LogLine, type Observations, observationsFrom } from "thalweg/diagnosis";
import { type JsonLine, readJsonLines } from "thalweg/events";
import { wrongUsage } from "../command-error.ts";
import { logName } from "../run/run-logs.ts";
import { readRun, type SavedRun } from "../run/saved-run.ts";

const kinds: readonly unknown[] = ["setup", "step", "probe", "epoch", "non-finite", "resume", "end"];

/** Lines of a diagnosis' kinds; each was written whole by the same program. */
const isLogLine = (line: JsonLine): line is JsonLine & LogLine => kinds.includes(line.kind);

/** What is known of the run in a folder. */
export interface ObservedRun {
  readonly run: SavedRun;
  readonly seen: Observations;
}

/** Observations in the log of a folder, up to an update where one is given; undefined where it has none. */
export const observationsIn = async (folder: string, step?: number): Promise<Observations | undefined> => {
  const path = join(folder, logName);
  const lines = await readJsonLines(path);
  if (!lines?.some(({ kind }) => kind === "setup")) return undefined;
  const own: LogLine[] = lines.filter(isLogLine);
  return observationsFrom(step === undefined ? own : [...own, { kind: "resume", step }], path);
};

export const observedRun = async (folder: string): Promise<ObservedRun> => {
  const run = await readRun("diagnose", folder);
  const seen = await observationsIn(folder);
  if (seen) return { run, seen };
  throw wrongUsage(
    `diagnose: ${join(folder, logName)} is missing or holds no whole line on the set-up, so nothing is known of how the run went; ` +
      "train it again",
  );
};
