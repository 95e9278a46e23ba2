import type { Running } from "./running.ts";

/** Notes where training stands, and gives what brings it back there, to the bit. */
export const remember = async (running: Running): Promise<() => void> => {
  const { step, attempts, epoch, counters, held, accumulated, skippedInARow } = running;
  const { learningRate, learningRateScale, notes, kept, tally } = running;
  const putBack = await running.program.setAside();
  const place = { step, attempts, epoch, counters, held, accumulated, skippedInARow };
  return () => {
    putBack();
    Object.assign(running, { ...place, learningRate, learningRateScale, notes, kept, tally });
  };
};
