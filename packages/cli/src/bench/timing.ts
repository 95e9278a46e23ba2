import { median } from "../report/median.ts";
import type { Prepared } from "./workload.ts";

/** Milliseconds that a piece of work takes. */
export interface Timing {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** How often it was measured. */
  readonly samples: number;
  /** What the first call took longer than the fastest later one. */
  readonly startup: number;
}

const fewest = 3;
/** Of the time to measure in, more time to grow fast in. */
const warmup = 0.25;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Does work over and over, for about `seconds` once it is as fast as it gets; `check` ends it by throwing. */
export const timed = async ({ run, pieces = 1 }: Prepared, seconds: number, check: () => void): Promise<Timing> => {
  const once = async (): Promise<number> => {
    const start = performance.now();
    await run();
    const milliseconds = performance.now() - start;
    // Without a turn of the event loop nobody could interrupt.
    await turn();
    check();
    return milliseconds;
  };
  const during = async (length: number): Promise<readonly number[]> => {
    const times: number[] = [];
    const end = performance.now() + 1000 * length;
    while (times.length < fewest || performance.now() < end) times.push(await once());
    return times;
  };
  const first = await once();
  await during(warmup * seconds);
  const times = await during(seconds);
  const lowest = Math.min(...times);
  return {
    median: median(times) / pieces,
    lowest: lowest / pieces,
    highest: Math.max(...times) / pieces,
    samples: times.length,
    startup: Math.max(0, first - lowest),
  };
};
