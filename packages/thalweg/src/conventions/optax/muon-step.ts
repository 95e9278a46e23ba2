import { type Hyper, type Transform, transform, zeroed } from "../../optimizers/index.ts";
import type { Quintic } from "../../optimizers/matrices/orthogonalize.ts";
import { count, decay, flag, notNegative, oneOf, orNull, type Rule } from "../../optimizers/options.ts";
import { type MuonPreconditioning, muonPreconditionings, orthogonalizedBy } from "./muon-orthogonalize.ts";

/** The polynomial of all steps, those of each step, or a list that Optax has a name for. */
export type OptaxMuonCoefficients = Quintic | readonly Quintic[] | keyof typeof namedCoefficients;

/** Options of the step of a matrix. */
export interface MuonStepOptions {
  /** β of Muon's average; 0.95 unless given. */
  momentum?: Hyper;
  /** Whether it looks one step ahead; true unless given. */
  nesterov?: boolean;
  /** ε beside the norm; 1e-8 unless given. */
  epsilon?: Hyper;
  /** How many Newton–Schulz steps, unless `coefficients` has a list; 5 unless given. */
  newtonSchulzSteps?: number;
  /** a, b, c of each step's polynomial, one for all or a list of them; 3.4445, −4.775, 2.0315 unless given. */
  coefficients?: OptaxMuonCoefficients;
  /** Whether steps are multiplied by ⟨m̂, O⟩, about the sum of the singular values; false unless given. */
  adaptive?: boolean;
  /** "frobenius" unless given; see MuonPreconditioning. */
  preconditioning?: MuonPreconditioning;
  /** r of the factor r√max(m, n) of an [m, n] matrix; null, √max(1, n/m) in its place, unless given. */
  consistentRms?: Hyper | null;
}

const standard: Quintic = [3.4445, -4.775, 2.0315];
const namedCoefficients = {
  standard,
  dion: [
    [4.0848, -6.8946, 2.927],
    [3.9505, -6.3029, 2.6377],
    [3.7418, -5.5913, 2.3037],
    [2.8769, -3.1427, 1.2046],
    [2.8366, -3.0525, 1.2012],
  ],
} as const;

const isQuintic = (value: unknown): value is Quintic =>
  Array.isArray(value) && value.length === 3 && value.every((each) => Number.isFinite(each));

const quintics: Rule = {
  says: 'three finite numbers, a list of such, "standard" or "dion"',
  accepts: (value) =>
    isQuintic(value) ||
    (Array.isArray(value) && value.length > 0 && value.every(isQuintic)) ||
    value === "standard" ||
    value === "dion",
  scheduled: false,
};

export const muonStepRules = {
  momentum: decay,
  nesterov: flag,
  epsilon: notNegative,
  newtonSchulzSteps: count,
  coefficients: quintics,
  adaptive: flag,
  preconditioning: oneOf(muonPreconditionings),
  consistentRms: orNull(notNegative, "√max(1, n/m)"),
};
export const muonStepDefaults: Required<MuonStepOptions> = {
  momentum: 0.95,
  nesterov: true,
  epsilon: 1e-8,
  newtonSchulzSteps: 5,
  coefficients: standard,
  adaptive: false,
  preconditioning: "frobenius",
  consistentRms: null,
};

const polynomials = (coefficients: OptaxMuonCoefficients, steps: number): readonly Quintic[] => {
  const known = typeof coefficients === "string" ? namedCoefficients[coefficients] : coefficients;
  return isQuintic(known) ? Array.from({ length: steps }, () => known) : known;
};

/** Optax's `scale_by_muon` and `scale_by_shape`. */
export const muonStep = ({
  newtonSchulzSteps,
  coefficients,
  consistentRms,
  ...config
}: Required<MuonStepOptions>): Transform => {
  const { nesterov, adaptive, preconditioning } = config;
  const steps = polynomials(coefficients, newtonSchulzSteps);
  return transform({
    name: "scaleByMuon",
    config: { ...config, rms: consistentRms ?? 1, scaledToRms: consistentRms !== null },
    rules: { momentum: decay, epsilon: notNegative, rms: notNegative },
    scope: "tensor",
    slots: { m: zeroed },
    counters: { mDecay: 1 },
    knobs: ({ momentum, counters }) => {
      counters.mDecay *= momentum;
      const now = 1 / (1 - counters.mDecay);
      const next = 1 / (1 - counters.mDecay * momentum);
      const gain = 1 - momentum;
      return { gain, mWeight: nesterov ? momentum * next : now, freshWeight: nesterov ? gain * now : 0 };
    },
    update: ({ update, m: old, momentum, epsilon, rms, gain, mWeight, freshWeight }) => {
      const m = old.mul(momentum).add(update.mul(gain));
      const direction = nesterov ? m.mul(mWeight).add(update.mul(freshWeight)) : m.mul(mWeight);
      const orthogonal = orthogonalizedBy(direction, epsilon, steps, preconditioning);
      const [rows, columns] = update.shape;
      const bySize = Math.sqrt(consistentRms === null ? Math.max(1, columns / rows) : Math.max(rows, columns));
      const factor = rms.mul(rms.literal(bySize));
      const length = adaptive ? factor.mul(direction.mul(orthogonal).sum()) : factor;
      return { update: orthogonal.mul(length), m };
    },
  });
};
