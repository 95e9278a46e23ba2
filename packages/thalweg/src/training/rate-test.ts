/**
 * The rising-rate test: the rate grows by a constant factor from update to update until the loss explodes. The loss is
 * smoothed, s_t = β·s_{t−1} + (1 − β)·loss_t, and corrected for its start at 0, s_t/(1 − βᵗ). Smith 2015, arXiv:1506.01186.
 */
import { ThalwegError } from "../errors/thalweg-error.ts";

export interface RateTestOptions {
  /** The first rate; 1e-7 unless said. */
  readonly from?: number;
  /** The last rate, unless the loss explodes before; 10 unless said. */
  readonly to?: number;
  /** How many updates it takes from the first to the last rate; 100 unless said. */
  readonly updates?: number;
  /** β of the smoothed loss; 0.9 unless said. */
  readonly smoothing?: number;
  /** The test ends once the smoothed loss is so many times its lowest value; 4 unless said. */
  readonly limit?: number;
  /** Lower values than this count as this in `limit`: for losses that come close to 0; 0 unless said. */
  readonly floor?: number;
}

/** What a test saw. */
interface Measured {
  /** Of each update that was made. */
  readonly rates: readonly number[];
  /** Before each update. */
  readonly losses: readonly number[];
  readonly smoothed: readonly number[];
}

/** What a test measured, and the rate it suggests. */
export interface RateTest extends Measured {
  /** Where the loss, smoothed to both sides, falls fastest over the logarithm of the rate; undefined where it never falls. */
  readonly steepest?: number;
  /** From where on the loss exploded; undefined where the last rate was reached before. */
  readonly divergence?: number;
  /** The smaller of `steepest` and a tenth of `divergence`; undefined where the loss never fell. */
  readonly suggestion?: number;
  readonly reason: string;
}

const checked = ({ from = 1e-7, to = 10, updates = 100, smoothing = 0.9, limit = 4, floor = 0 }: RateTestOptions) => {
  const check = (holds: boolean, message: string): void => {
    if (!holds) throw new ThalwegError("argument", `rate test: ${message}`);
  };
  check(from > 0 && Number.isFinite(from), `from must be a finite number > 0, got ${from}`);
  check(to > from && Number.isFinite(to), `to must be a finite number above from (${from}), got ${to}`);
  check(Number.isSafeInteger(updates) && updates >= 2, `updates must be a whole number ≥ 2, got ${updates}`);
  check(smoothing >= 0 && smoothing < 1, `smoothing must be in [0, 1), got ${smoothing}`);
  check(limit > 1, `limit must be above 1, got ${limit}`);
  check(floor >= 0, `floor must be ≥ 0, got ${floor}`);
  return { from, to, updates, smoothing, limit, floor };
};

/**
 * A test under way: gives the rate of each update and takes the loss before it.
 *
 * @example
 * const test = new RisingRates({ from: 1e-3, to: 10, updates: 50 });
 * let x = 3;
 * do x -= test.rate * 2 * x; while (test.take(x * x));
 * test.result().suggestion; // below 1, where steps on x² no longer shrink it
 */
export class RisingRates {
  private readonly options: Required<RateTestOptions>;
  private readonly rates: number[] = [];
  private readonly losses: number[] = [];
  private readonly smoothed: number[] = [];
  private average = 0;
  private best = Number.POSITIVE_INFINITY;
  private divergence: number | undefined;

  constructor(options: RateTestOptions = {}) {
    this.options = checked(options);
  }

  /** Of the next update. */
  get rate(): number {
    const { from, to, updates } = this.options;
    return from * (to / from) ** (this.rates.length / (updates - 1));
  }

  /** Takes the loss of an update with the present rate; whether the test goes on. */
  take(loss: number): boolean {
    const { rate } = this;
    if (!Number.isFinite(loss)) {
      this.divergence = rate;
      return false;
    }
    const { smoothing, limit, floor, updates } = this.options;
    this.average = smoothing * this.average + (1 - smoothing) * loss;
    const smoothed = this.average / (1 - smoothing ** (this.rates.length + 1));
    this.rates.push(rate);
    this.losses.push(loss);
    this.smoothed.push(smoothed);
    this.best = Math.min(this.best, smoothed);
    const lowest = Math.max(this.best, floor);
    if (lowest > 0 && smoothed > limit * lowest) {
      this.divergence = rate;
      return false;
    }
    return this.rates.length < updates;
  }

  result(): RateTest {
    const { rates, losses, smoothed, divergence } = this;
    const measured = { rates, losses, smoothed };
    const steepest = steepestOf(measured, this.options.smoothing);
    const found = {
      ...(steepest === undefined ? {} : { steepest }),
      ...(divergence === undefined ? {} : { divergence }),
    };
    return { ...measured, ...found, ...suggested(steepest, divergence) };
  }
}

/** Updates over which a slope is taken: neighbours alone differ by noise. */
const span = 2;

/** Losses as means over both sides, weighted by β to the power of the distance: without the lag of a moving average. */
const centred = (losses: readonly number[], beta: number): readonly number[] =>
  losses.map((_, at) => {
    let [sum, weights] = [0, 0];
    for (const [index, loss] of losses.entries()) {
      const weight = beta ** Math.abs(index - at);
      sum += weight * loss;
      weights += weight;
    }
    return sum / weights;
  });

/** The rate in the middle of the steepest fall, before the lowest value. */
const steepestOf = ({ rates, losses, smoothed }: Measured, smoothing: number): number | undefined => {
  const lowest = smoothed.indexOf(Math.min(...smoothed));
  // What comes after is left out, since an explosion would be felt on both sides; so close by, memory must be shorter.
  const smooth = centred(losses.slice(0, lowest + 1), smoothing ** 3);
  let [steepest, at] = [0, -1];
  for (let index = span; index + span <= lowest; index++) {
    const slope = smooth[index + span] - smooth[index - span];
    if (slope < steepest) [steepest, at] = [slope, index];
  }
  return at < 0 ? undefined : rates[at];
};

const suggested = (
  steepest: number | undefined,
  divergence: number | undefined,
): { readonly suggestion?: number; readonly reason: string } => {
  if (steepest === undefined) {
    return { reason: "the loss never fell: begin at a lower rate, take more updates, or look at the data" };
  }
  if (divergence === undefined) {
    return { suggestion: steepest, reason: "the loss falls fastest there; it did not explode up to the last rate" };
  }
  return steepest <= divergence / 10
    ? { suggestion: steepest, reason: "the loss falls fastest there, and it is at most a tenth of where it explodes" }
    : { suggestion: divergence / 10, reason: "a tenth of where the loss explodes: it falls fastest too near to that" };
};
