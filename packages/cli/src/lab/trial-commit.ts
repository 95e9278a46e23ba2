import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { versions } from "../versions.ts";
import { checkpointName, type Outcome, type TrialRequest } from "./trial.ts";

/** What a trial keeps besides the outcome. */
export interface Kept {
  /** Outcomes of the rungs before. */
  readonly before?: readonly Outcome[];
  /** Rows of `history.csv`. */
  readonly history: readonly unknown[];
  /** What `run.json` says of a network's run. */
  readonly summary?: object;
}

/**
 * Makes the end of a rung count: one rename, so that it counts wholly or not at all. The claim was made by who asked for
 * the rung; where it has been taken back since, nothing counts, and this fails.
 */
export const commitTrial = async (
  { folder, claim, settings }: TrialRequest,
  outcome: Outcome,
  { before = [], history, summary }: Kept,
): Promise<void> => {
  const about = summary ?? { command: "sweep", status: outcome.status, settings, versions: versions() };
  const record = { ...about, results: outcome, rungs: [...before, outcome], history };
  // "r+" opens what is there and makes nothing.
  const file = await open(claim, "r+");
  try {
    await file.writeFile(`${JSON.stringify(record, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(claim, join(folder, "run.json"));
  const last = before.at(-1);
  if (last) await rm(join(folder, checkpointName(last.length, false)), { force: true });
};
