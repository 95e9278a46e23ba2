import { ThalwegError } from "../../errors/thalweg-error.ts";
import {
  type CosineOptions,
  type CosineRestartsOptions,
  type CyclicOptions,
  cosine,
  cosineRestarts,
  cyclic,
  type OneCycleOptions,
  oneCycle,
  type Schedule,
} from "../../schedules/index.ts";

/**
 * `CosineAnnealingLR`: η_min + ½(η_max − η_min)(1 + cos πt/T), which rises again after T; `total` is its `T_max`,
 * `floor`, 0 unless given, its `eta_min`. Ours, `cosine`, stays at the floor unless it is `periodic`.
 *
 * @example
 * const rate = torch.cosineAnnealingLR({ peak: 0.1, total: 50 });
 * rate(50); // 0
 * rate(100); // 0.1
 */
export const cosineAnnealingLR = (options: Omit<CosineOptions, "periodic" | "power">): Schedule =>
  cosine({ ...options, periodic: true });

/**
 * `CosineAnnealingWarmRestarts`: cosines with restarts; `period` is its `T_0`, `growth`, 1 unless given, its
 * `T_mult`, `floor`, 0 unless given, its `eta_min`.
 *
 * @example
 * torch.cosineAnnealingWarmRestarts({ peak: 0.1, period: 10, growth: 2 })(10); // 0.1
 */
export const cosineAnnealingWarmRestarts = (options: Omit<CosineRestartsOptions, "shrink">): Schedule =>
  cosineRestarts(options);

export interface OneCycleLROptions extends Pick<OneCycleOptions, "peak" | "total" | "initial" | "final" | "anneal"> {
  /** `pct_start`, the fraction of `total` at which the peak is reached; 0.3 unless given. */
  rise?: number;
  /** Whether it comes back to `initial` as fast as it rose, and falls from there; false unless given. */
  threePhase?: boolean;
}

/**
 * `OneCycleLR`: up to a peak at step rise·T − 1 and down to `final` at step T − 1; ours, `oneCycle`, takes rise·T
 * and T. `initial` is peak/25 unless given, `final` initial/10000. The momentum that goes with it:
 * `initial: 0.95, peak: 0.85, final: 0.95`.
 *
 * @example
 * const rate = torch.oneCycleLR({ peak: 1, total: 100 });
 * rate(29); // 1
 * rate(99); // 0.000004
 */
export const oneCycleLR = ({ total, rise = 0.3, threePhase = false, ...options }: OneCycleLROptions): Schedule => {
  const last = total - 1;
  if (rise * total < 1 || (threePhase ? 2 * rise * total > total + 1 : rise > 1)) {
    const most = threePhase ? "half of the steps" : "all steps";
    throw new ThalwegError("argument", `torch.oneCycleLR: rise must take from one step to ${most}, got ${rise}`);
  }
  return oneCycle({
    ...options,
    total: last,
    rise: (rise * total - 1) / last,
    ...(threePhase && { fall: (2 * rise * total - 2) / last }),
  });
};

/**
 * `CyclicLR`: triangles from `floor`, its `base_lr`, to `peak`, its `max_lr`; `up`, 2000 unless given, and `down`
 * are its `step_size_up` and `step_size_down`. The momentum that goes with it: `floor: 0.9, peak: 0.8`.
 *
 * @example
 * torch.cyclicLR({ floor: 0.01, peak: 0.1, up: 100 })(100); // 0.1
 */
export const cyclicLR = ({ up = 2000, ...options }: Omit<CyclicOptions, "up"> & { up?: number }): Schedule =>
  cyclic({ up, ...options });
