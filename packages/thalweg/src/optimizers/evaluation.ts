import type { OptimizerSpec } from "./chain.ts";
import { type Stage, stagesOf } from "./stages.ts";

/** Where training stands, for the numbers that evaluation weights depend on. */
export interface EvaluationInputs {
  /** Updates made. */
  readonly step: number;
  /** By `stage/counter`, after them. */
  readonly counters: Readonly<Record<string, number>>;
  /** Hyperparameters held at a value, by `stage/name`. */
  readonly overrides?: Readonly<Record<string, number>>;
}

const contextOf = ({ name, transform }: Stage, { step, counters, overrides = {} }: EvaluationInputs) => {
  const own: Record<string, number> = {};
  for (const [counter, start] of Object.entries(transform.counters))
    own[counter] = counters[`${name}/${counter}`] ?? start;
  const hyper: Record<string, number> = {};
  for (const [option, schedule] of Object.entries(transform.hyper))
    hyper[option] = overrides[`${name}/${option}`] ?? schedule(Math.max(step - 1, 0));
  return { hyper, counters: own };
};

const numbersOf = (stage: Stage, inputs: EvaluationInputs): Readonly<Record<string, number>> => {
  const { hyper, counters } = contextOf(stage, inputs);
  const { step } = inputs;
  return { ...hyper, ...stage.transform.evaluation?.knobs?.({ ...hyper, step, counters }) };
};

const start: EvaluationInputs = { step: 0, counters: {} };

/** Names of the numbers that a stage's evaluation weights depend on. */
export const evaluationKnobsOf = (stage: Stage): readonly string[] => Object.keys(numbersOf(stage, start));

/** The numbers that evaluation weights depend on, by `stage/name`. */
export const evaluationKnobs = (optimizer: OptimizerSpec, inputs: EvaluationInputs): Readonly<Record<string, number>> =>
  Object.fromEntries(
    stagesOf(optimizer)
      .filter(({ transform }) => transform.evaluation)
      .flatMap((stage) =>
        Object.entries(numbersOf(stage, inputs)).map(([name, value]) => [`${stage.name}/${name}`, value] as const),
      ),
  );

/** Names of those numbers, `stage/name`. */
export const evaluationKnobNames = (optimizer: OptimizerSpec): readonly string[] =>
  Object.keys(evaluationKnobs(optimizer, start));
