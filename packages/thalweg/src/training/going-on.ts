/** A fit that goes on in the middle of an epoch; loaded with the file it goes on from. */
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { EpochTally } from "./epoch-tally.ts";
import type { Running } from "./running.ts";
import { loadedTally, storedTally } from "./stored-tally.ts";
import type { EpochWalk } from "./training-data.ts";

const remedy =
  "fit on the same data with the same batchSize as before, or load with { weightsOnly: true } to train on others";

/** Refuses other data, and takes a tally to go on with, so that the one that was loaded stays as it is. */
export const goOn = (running: Running, tally: EpochTally, { length }: EpochWalk): void => {
  if (tally.length !== undefined && length !== undefined && length !== tally.length) {
    throw new ThalwegError(
      "data",
      `fit: the epoch was broken off at batch ${tally.batch} of ${tally.length}, and has ${length} now; ${remedy}`,
    );
  }
  running.tally = loadedTally(running.recipe, storedTally(tally));
};

/** What an epoch fails with that has fewer batches than were learned from. */
export const tooShort = (missing: number): ThalwegError =>
  new ThalwegError(
    "data",
    `fit: the epoch was broken off later than its data end now, by ${missing} batch${missing > 1 ? "es" : ""}; ${remedy}`,
  );
