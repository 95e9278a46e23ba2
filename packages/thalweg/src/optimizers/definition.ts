import type { Shape } from "../graph/index.ts";
import type { StepFunction } from "../schedules/index.ts";
import type { Draws, Tensor } from "../tensor/index.ts";
import type { Rule } from "./options.ts";

/** A numeric hyperparameter: a number, or its value at each step (0 at the first update). */
export type Hyper = number | StepFunction;

/** What a slot of one parameter is before the first update. */
export interface SlotStart {
  /** What every element holds, or "weights": what the parameter holds. */
  readonly fill: number | "weights";
  /** The slot's shape for a parameter of a given shape; the parameter's own unless given. */
  readonly shape?: (parameter: Shape) => Shape;
}

/** Which shapes of parameters a rule is for. */
export interface ShapeRule {
  /** Who says so in errors: the optimizer's name. */
  readonly owner: string;
  /** As in "takes matrices". */
  readonly says: string;
  readonly accepts: (shape: Shape) => boolean;
}

/** What every rule can read. `parameter` is the weights before the step, `gradient` what entered the chain. */
export type RuleInputs = {
  readonly update: Tensor;
  readonly gradient: Tensor;
  readonly parameter: Tensor;
};

/** What a step may offer beside gradients. */
export type RuleExtras = {
  readonly loss?: Tensor;
  readonly random?: Draws;
};

/** The function being minimized, at other weights than the current ones; one flat block each, in the order of `parts`. */
export interface Objective {
  /** Its gradient at other weights, on the same batch. */
  gradientAt(weights: readonly Tensor[]): readonly Tensor[];
  /** Its Hessian at the current weights times a vector. */
  hessianTimes(vector: readonly Tensor[]): readonly Tensor[];
  /**
   * For a classifier: the gradient of the loss against labels drawn from the model's own predictions, and
   * the number of examples. Left out where there are no labels.
   */
  sampledGradient?(random: Draws): { readonly gradient: readonly Tensor[]; readonly examples: number };
}

/** A stage's options. */
export type Config = Readonly<Record<string, Hyper | boolean | string>>;

/** Names of a configuration's numeric entries. */
type HyperNames<C> = { [P in keyof C & string]: C[P] extends Hyper ? P : never }[keyof C & string];

/** Named scalars, seen by rules as tensors without axes. */
type Scalars<Names extends string> = { readonly [P in Names]: Tensor };

type RuleResult<Slots extends string> = { readonly update: Tensor } & { readonly [P in Slots]: Tensor };

/** What `knobs` computes from, in float64 on the host: t from 1, the counters (which it may advance), this step's hyperparameters. */
type KnobContext<C, Counters extends string> = {
  readonly step: number;
  readonly counters: { [P in Counters]: number };
} & { readonly [P in HyperNames<C>]: number };

/** Whether each occasion is on; known when the rule is traced, so a plain `if` chooses. */
type Occasions<Names extends string> = { readonly [P in Names]: boolean };

/** The weights to evaluate with, where they are others than those that are trained. */
interface Evaluation<C, Slots extends string, Counters extends string, Knobs extends string> {
  /** `step` is the number of updates made, counters and hyperparameters are those of the last one. */
  readonly knobs?: (context: KnobContext<C, NoInfer<Counters>>) => Readonly<Record<Knobs, number>>;
  /** On flat blocks, element by element. */
  readonly weights: (
    context: { readonly parameter: Tensor } & Scalars<NoInfer<Slots> | HyperNames<NoInfer<C>> | NoInfer<Knobs>>,
  ) => Tensor;
}

/** What a stage is described by, with the names of its parts. */
export interface Definition<
  C,
  Slots extends string,
  Counters extends string,
  Knobs extends string,
  Occasion extends string,
  EvaluationKnobs extends string,
> {
  readonly name: string;
  /** The options; numbers and schedules among them become hyperparameters. */
  readonly config?: C;
  /** What hyperparameters must be when they are changed while training. */
  readonly rules?: Readonly<Partial<Record<HyperNames<NoInfer<C>>, Rule>>>;
  readonly slots?: Readonly<Record<Slots, SlotStart>>;
  readonly counters?: Readonly<Record<Counters, number>>;
  readonly knobs?: (context: KnobContext<C, NoInfer<Counters>>) => Readonly<Record<Knobs, number>>;
  /**
   * What happens on some steps only, such as renewing a preconditioner: decided on the host after `knobs`,
   * and each combination compiled into a program of its own.
   */
  readonly occasions?: Readonly<Record<Occasion, (context: KnobContext<C, NoInfer<Counters>>) => boolean>>;
  readonly evaluation?: Evaluation<C, Slots, Counters, EvaluationKnobs>;
  /** Whether what it gives is another gradient, so that a clip belongs after it; false unless given. */
  readonly givesGradient?: boolean;
  /**
   * Where in a chain it makes sense: "beforeRate", where updates point the gradient's way, or "last", because it
   * looks at where the whole update leads; anywhere unless given.
   */
  readonly place?: "beforeRate" | "last";
  /** Whether what it gives points downhill when it got a gradient, as after a rate; false unless given. */
  readonly turnsDownhill?: boolean;
  /** The shapes of parameters it can take; all unless given. */
  readonly takes?: ShapeRule;
  /** Whether its parameters never change and their gradient counts as zero; false unless given. */
  readonly freezes?: boolean;
}

/** A rule for single elements or single parameters. */
export interface LocalDefinition<
  C,
  Slots extends string,
  Counters extends string,
  Knobs extends string,
  Occasion extends string,
  EvaluationKnobs extends string,
> extends Definition<C, Slots, Counters, Knobs, Occasion, EvaluationKnobs> {
  readonly scope?: "element" | "tensor";
  readonly update: (
    context: RuleInputs &
      RuleExtras &
      Scalars<NoInfer<Slots> | HyperNames<NoInfer<C>> | NoInfer<Knobs>> &
      Occasions<NoInfer<Occasion>>,
  ) => RuleResult<NoInfer<Slots>>;
}

/**
 * A rule that sees all parameters of its group at once, as flat blocks; a slot with a shape of its own is
 * the flat row of its parameters' slots.
 */
export interface ModelDefinition<
  C,
  Slots extends string,
  Counters extends string,
  Knobs extends string,
  Occasion extends string,
  EvaluationKnobs extends string,
> extends Definition<C, Slots, Counters, Knobs, Occasion, EvaluationKnobs> {
  readonly updateAll: (
    context: {
      readonly parts: readonly (RuleInputs & Scalars<NoInfer<Slots>>)[];
      readonly objective?: Objective;
    } & RuleExtras &
      Scalars<HyperNames<NoInfer<C>> | NoInfer<Knobs>> &
      Occasions<NoInfer<Occasion>>,
  ) => readonly RuleResult<NoInfer<Slots>>[];
}
