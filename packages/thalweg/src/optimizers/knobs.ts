import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { StepFunction } from "../schedules/index.ts";
import type { OptimizerSpec } from "./chain.ts";
import { type Stage, stagesOf } from "./stages.ts";

/** The numbers of an optimizer in one order, with the names they have outside their stages. */
interface Listing {
  readonly stages: readonly StageNumbers[];
  /** `stage/name` of hyperparameters and what follows from them. */
  readonly names: readonly string[];
  /** `stage/counter`. */
  readonly counters: readonly string[];
  /** Counters before the first step. */
  readonly start: readonly number[];
}

interface StageNumbers {
  readonly stage: Stage;
  readonly hyper: readonly string[];
  readonly computed: readonly string[];
  readonly counters: readonly string[];
}

const listings = new WeakMap<OptimizerSpec, Listing>();

const listingOf = (optimizer: OptimizerSpec): Listing => {
  const known = listings.get(optimizer);
  if (known) return known;
  const stages = stagesOf(optimizer).map((stage): StageNumbers => {
    const { hyper, knobNames, counters } = stage.transform;
    return { stage, hyper: Object.keys(hyper), computed: knobNames, counters: Object.keys(counters) };
  });
  const keys = ({ name }: Stage, own: readonly string[]) => own.map((number) => `${name}/${number}`);
  const listing = {
    stages,
    names: stages.flatMap(({ stage, hyper, computed }) => keys(stage, [...hyper, ...computed])),
    counters: stages.flatMap(({ stage, counters }) => keys(stage, counters)),
    start: stages.flatMap(({ stage, counters }) => counters.map((name) => stage.transform.counters[name])),
  };
  listings.set(optimizer, listing);
  return listing;
};

/** Names of the numbers a step takes, `stage/name`: hyperparameters and what follows from them. */
export const knobNamesOf = (optimizer: OptimizerSpec): readonly string[] => listingOf(optimizer).names;

/** The hyperparameters of an optimizer: names, `stage/name`, and values at each step. */
export const hyperparametersOf = (
  optimizer: OptimizerSpec,
): readonly { readonly name: string; readonly schedule: StepFunction }[] =>
  listingOf(optimizer).stages.flatMap(({ stage, hyper }) =>
    hyper.map((own) => ({ name: `${stage.name}/${own}`, schedule: stage.transform.hyper[own] })),
  );

/** Names of the counters, `stage/counter`. */
export const counterNamesOf = (optimizer: OptimizerSpec): readonly string[] => listingOf(optimizer).counters;

/** Counters before the first step, by `stage/counter`. */
export const startingCounters = (optimizer: OptimizerSpec): Readonly<Record<string, number>> =>
  named(counterNamesOf(optimizer), startingNumbers(optimizer));

/** Counters before the first step, in the order of counterNamesOf. */
export const startingNumbers = (optimizer: OptimizerSpec): readonly number[] => listingOf(optimizer).start;

export const named = (names: readonly string[], numbers: readonly number[]): Readonly<Record<string, number>> => {
  const result: Record<string, number> = {};
  for (let index = 0; index < names.length; index++) result[names[index]] = numbers[index];
  return result;
};

/** Throws unless `name` is a hyperparameter, `stage/name`, that may have this value. */
export const checkHyper = (optimizer: OptimizerSpec, name: string, value: number): void => {
  const { stages } = listingOf(optimizer);
  const all = stages.flatMap(({ stage, hyper }) => hyper.map((own) => ({ key: `${stage.name}/${own}`, stage, own })));
  const found = all.find(({ key }) => key === name);
  if (!found) {
    const keys = all.map(({ key }) => key);
    throw new ThalwegError("argument", `set: there is no hyperparameter ${name}${suggestion(name, keys)}`);
  }
  const rule = found.stage.transform.rules[found.own];
  if (rule ? rule.accepts(value) : Number.isFinite(value)) return;
  throw new ThalwegError("argument", `set: ${name} must be ${rule?.says ?? "a finite number"}, got ${value}`);
};

export interface HostInputs {
  /** t, from 1. */
  readonly step: number;
  /** By `stage/counter`; those left out are at their start. */
  readonly counters: Readonly<Record<string, number>>;
  /** Hyperparameters held at a value instead of their schedule's, by `stage/name`. */
  readonly overrides?: Readonly<Record<string, number>>;
}

export interface HostKnobs {
  /** By `stage/name`. */
  readonly knobs: Readonly<Record<string, number>>;
  /** Counters after the step; keep them only when the step is applied. */
  readonly counters: Readonly<Record<string, number>>;
  /** What happens on this step only, in one word for traceUpdate. */
  readonly occasions: string;
}

/**
 * The numbers of step `step` (t, from 1), in float64 on the host: 1 − 0.999ᵗ loses digits in float32.
 * Schedules see t − 1. Nothing is changed, so a step that is skipped leaves no trace.
 */
export const hostKnobs = (optimizer: OptimizerSpec, { step, counters, overrides = {} }: HostInputs): HostKnobs => {
  const { names, counters: counterNames, start } = listingOf(optimizer);
  const before = counterNames.map((name, index) => counters[name] ?? start[index]);
  const held = names.map((name) => overrides[name]);
  const { knobs, counters: after, occasions } = hostNumbers(optimizer, step, before, held);
  return { knobs: named(names, knobs), counters: named(counterNames, after), occasions };
};

/** hostKnobs without names: knobs in the order of knobNamesOf, counters in that of counterNamesOf. */
export const hostNumbers = (
  optimizer: OptimizerSpec,
  step: number,
  counters: readonly number[],
  held: readonly (number | undefined)[],
): { readonly knobs: readonly number[]; readonly counters: readonly number[]; readonly occasions: string } => {
  const knobs: number[] = [];
  const after: number[] = [];
  let occasions = "";
  for (const { stage, hyper, computed, counters: counterNames } of listingOf(optimizer).stages) {
    const { transform } = stage;
    const own: Record<string, number> = {};
    const context: { step: number; counters: Record<string, number>; [name: string]: number | Record<string, number> } =
      {
        step,
        counters: own,
      };
    for (const name of hyper) {
      const value = held[knobs.length] ?? transform.hyper[name](step - 1);
      if (!Number.isFinite(value)) {
        throw new ThalwegError(
          "argument",
          `${stage.name}: ${name} must be a finite number, got ${value} at step ${step - 1}`,
        );
      }
      context[name] = value;
      knobs.push(value);
    }
    for (let index = 0; index < counterNames.length; index++) own[counterNames[index]] = counters[after.length + index];
    if (computed.length > 0 || counterNames.length > 0) {
      const result = transform.knobs(context);
      for (const name of computed) knobs.push(result[name]);
    }
    for (const name of counterNames) after.push(own[name]);
    for (const name in transform.occasions) {
      if (transform.occasions[name](context)) occasions += `${occasions && ","}${stage.name}/${name}`;
    }
  }
  return { knobs, counters: after, occasions };
};
