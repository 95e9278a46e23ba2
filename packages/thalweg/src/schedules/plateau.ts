import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { Options } from "./options.ts";
import { type PlateauMode, type PlateauRuleName, plateauRuleNames, plateauRules } from "./plateau-rules.ts";

export interface PlateauOptions {
  /** Whether the metric should fall ("min", default) or rise ("max"). */
  readonly mode?: PlateauMode;
  /** What the value is multiplied by on a plateau, in (0, 1); 0.1 unless given. */
  readonly factor?: number;
  /** Metrics in a row without improvement that make a plateau; 10 unless given. PyTorch's rule waits for one more. */
  readonly patience?: number;
  /** How much better than the best, as a part of it; 1e-4 unless given, and 0 by Keras' rule, which has none. */
  readonly threshold?: number;
  /** How much better in the metric's own unit, on top; 0 unless given, and 1e-4 by Keras' rule. */
  readonly minDelta?: number;
  /** Metrics after a reduction that count for nothing; 0 unless given. */
  readonly cooldown?: number;
  /** The value is not reduced below this; 0 unless given. */
  readonly floor?: number;
  /** So many metrics are replaced by their mean, as for losses of single batches; 1 unless given. */
  readonly averageOver?: number;
  /** Whose counting and thresholds, to the bit: "torch", "keras" or "optax"; our own unless given. */
  readonly rule?: PlateauRuleName;
}

/** Where a plateau stands, as JSON can hold it. */
export interface PlateauState {
  /** The value now: a rate, or a factor of one when it started at 1. */
  readonly value: number;
  /** The best metric so far; null before the first. */
  readonly best: number | null;
  /** Metrics in a row without improvement. */
  readonly waited: number;
  /** Metrics that do not count yet. */
  readonly resting: number;
  /** Mean of the metrics that wait to be averaged, null when one was not finite, and how many they are. */
  readonly mean: number | null;
  readonly gathered: number;
}

/** A value that falls when a metric no longer improves. */
export interface Plateau {
  /** The state before the first metric; `value` is 1 unless given, which makes a factor of a rate. */
  start(value?: number): PlateauState;
  /** The state after one more metric, such as the validation loss of an epoch. */
  next(state: PlateauState, metric: number): PlateauState;
}

const defaults = { mode: "min", factor: 0.1, patience: 10, cooldown: 0, floor: 0, averageOver: 1, rule: "thalweg" };

const names = [...Object.keys(defaults), "threshold", "minDelta"];

/** The options with defaults, checked; errors begin with `owner`. */
const readPlateau = (owner: string, options: PlateauOptions) => {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ThalwegError("argument", `${owner}: there is no option ${unknown}${suggestion(unknown, names)}`);
  }
  const name = new Options(owner, { ...defaults, ...given }).choice("rule", plateauRuleNames);
  const { margin, limit, risingLimit, waits, rests, canReduce, reduced } = plateauRules[name];
  const read = new Options(owner, { ...defaults, ...margin, ...given });
  const mode = read.choice("mode", ["min", "max"]);
  const threshold = read.number("threshold", "in [0, 1)", (value) => value >= 0 && value < 1);
  read.require(name !== "keras" || threshold === 0, "threshold is none of Keras' rule; give minDelta");
  const isWorse = mode === "min" ? limit : risingLimit;
  if (!isWorse) {
    throw new ThalwegError("argument", `${owner}: mode must be min by Optax' rule, got ${mode}; give −metric instead`);
  }
  // By Optax' counting a patience of 0 reduces after every improvement and never else.
  const patience = whole(read, "patience", name === "optax" ? 1 : 0);
  const factor = read.number("factor", "in (0, 1)", (value) => value > 0 && value < 1);
  return {
    isFalling: mode === "min",
    limit: isWorse,
    margin: { threshold, minDelta: read.rate("minDelta") },
    waits: waits(patience),
    rests: rests(whole(read, "cooldown", 0)),
    reduction: { factor, floor: read.rate("floor") },
    averageOver: whole(read, "averageOver", 1),
    canReduce,
    reduced,
  };
};

const whole = (options: Options, name: string, least: number): number =>
  options.number(name, `a whole number ≥ ${least}`, (value) => Number.isSafeInteger(value) && value >= least);

/**
 * Reduces a value on a plateau: once `patience` metrics in a row were no improvement, value ← max(factor · value,
 * floor). An improvement is a metric below best − threshold·|best| − minDelta. It is the one schedule that depends
 * on how training goes; its state is a plain object to save. A metric that is not finite is no improvement.
 *
 * PyTorch's rule and Optax's take best·(1 − threshold), which lies above a best below 0, so that a worse metric counts
 * as an improvement there; ours takes |best|. PyTorch reduces at the metric after `patience`, and not by 1e-8 or less;
 * Keras counts the last metric of a cooldown.
 *
 * @example
 * const rule = plateau({ factor: 0.5, patience: 2 });
 * let state = rule.start(0.1);
 * for (const loss of [1, 0.8, 0.8, 0.8]) state = rule.next(state, loss);
 * state.value; // 0.05
 */
export const plateau = (options: PlateauOptions = {}): Plateau => plateauFor("plateau", options);

/** As `plateau`, with errors that begin with `owner`. */
export const plateauFor = (owner: string, options: PlateauOptions): Plateau => {
  const rule = readPlateau(owner, options);
  const isBetter = (metric: number, best: number | null): boolean => {
    if (best === null) return true;
    const limit = rule.limit(best, rule.margin);
    return rule.isFalling ? metric < limit : metric > limit;
  };
  const judged = (state: PlateauState, metric: number | null): PlateauState => {
    const improved = metric !== null && isBetter(metric, state.best);
    const best = improved ? metric : state.best;
    if (state.resting > 0) return { ...state, best, waited: 0, resting: state.resting - 1 };
    const waited = improved ? 0 : state.waited + 1;
    const { value } = state;
    if (waited < rule.waits || !rule.canReduce(value, rule.reduction)) return { ...state, best, waited };
    return { ...state, best, waited: 0, resting: rule.rests, value: rule.reduced(value, rule.reduction) };
  };
  return {
    start: (value = 1) => {
      const checked = new Options(owner, { value }).rate("value");
      return { value: checked, best: null, waited: 0, resting: 0, mean: 0, gathered: 0 };
    },
    next: (state, metric) => {
      const gathered = state.gathered + 1;
      const isKnown = state.mean !== null && Number.isFinite(metric);
      const mean = isKnown ? (state.gathered * state.mean + metric) / gathered : null;
      if (gathered < rule.averageOver) return { ...state, mean, gathered };
      return judged({ ...state, mean: 0, gathered: 0 }, mean);
    },
  };
};
