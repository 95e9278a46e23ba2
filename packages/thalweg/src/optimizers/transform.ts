import { asSchedule, type Json, type Schedule, type StepFunction } from "../schedules/index.ts";
import type { Draws, Tensor } from "../tensor/index.ts";

/** A numeric hyperparameter: a number, or its value at each step (0 at the first update). */
export type Hyper = number | StepFunction;

/** What every element of a slot holds before the first update. */
export interface SlotStart {
  readonly fill: number;
}

export const filled = (fill: number): SlotStart => ({ fill });
export const zeroed: SlotStart = filled(0);

/**
 * What a transform's rule needs to see at once: single elements (it runs on a whole flat block), one
 * parameter in its shape, or all parameters of its group.
 */
export type Scope = "element" | "tensor" | "model";

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

type Config = Readonly<Record<string, Hyper | boolean | string>>;

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

interface Definition<C, Slots extends string, Counters extends string, Knobs extends string> {
  readonly name: string;
  /** The options; numbers and schedules among them become hyperparameters. */
  readonly config?: C;
  readonly slots?: Readonly<Record<Slots, SlotStart>>;
  readonly counters?: Readonly<Record<Counters, number>>;
  readonly knobs?: (context: KnobContext<C, NoInfer<Counters>>) => Readonly<Record<Knobs, number>>;
}

/** A rule for single elements or single parameters. */
interface LocalDefinition<C, Slots extends string, Counters extends string, Knobs extends string>
  extends Definition<C, Slots, Counters, Knobs> {
  readonly scope?: "element" | "tensor";
  readonly update: (
    context: RuleInputs & RuleExtras & Scalars<NoInfer<Slots> | HyperNames<NoInfer<C>> | NoInfer<Knobs>>,
  ) => RuleResult<NoInfer<Slots>>;
}

/** A rule that sees all parameters of its group at once, as flat blocks. */
interface ModelDefinition<C, Slots extends string, Counters extends string, Knobs extends string>
  extends Definition<C, Slots, Counters, Knobs> {
  readonly updateAll: (
    context: { readonly parts: readonly (RuleInputs & Scalars<NoInfer<Slots>>)[] } & RuleExtras &
      Scalars<HyperNames<NoInfer<C>> | NoInfer<Knobs>>,
  ) => readonly RuleResult<NoInfer<Slots>>[];
}

/** What all transforms say about themselves. */
interface Description {
  readonly kind: "transform";
  readonly name: string;
  /** The options as JSON. */
  readonly config: Readonly<Record<string, Json>>;
  readonly slots: Readonly<Record<string, SlotStart>>;
  readonly counters: Readonly<Record<string, number>>;
  readonly hyper: Readonly<Record<string, Schedule>>;
  /** Names of the numbers that `knobs` returns. */
  readonly knobNames: readonly string[];
  knobs(context: KnobInputs): Readonly<Record<string, number>>;
}

/** t from 1, counters by name (advanced in place), resolved hyperparameters by name. */
export type KnobInputs = {
  readonly step: number;
  readonly counters: Record<string, number>;
  readonly [hyper: string]: number | Record<string, number>;
};

/** Tensors by the names of slots, hyperparameters and knobs. */
export type Named = { readonly [name: string]: Tensor };

export interface LocalTransform extends Description {
  readonly scope: "element" | "tensor";
  update(context: RuleInputs & RuleExtras & { readonly [name: string]: Tensor | Draws | undefined }): Named;
}

export interface ModelTransform extends Description {
  readonly scope: "model";
  updateAll(
    context: { readonly parts: readonly (RuleInputs & Named)[] } & RuleExtras & { readonly [name: string]: unknown },
  ): readonly Named[];
}

/** One stage of an optimizer, described and not executed. */
export type Transform = LocalTransform | ModelTransform;

/**
 * Describes one stage of an optimizer. `update` is traced once and compiled; numbers reach it as
 * scalar tensors whose values change from step to step without compiling anything again.
 *
 * @example
 * const halve = transform({
 *   name: "halve",
 *   config: { factor: 0.5 },
 *   update: ({ update, factor }) => ({ update: update.mul(factor) }),
 * });
 */
export function transform<
  C extends Config = Record<never, Hyper>,
  Slots extends string = never,
  Counters extends string = never,
  Knobs extends string = never,
>(definition: LocalDefinition<C, Slots, Counters, Knobs>): LocalTransform {
  return { ...describe(definition), scope: definition.scope ?? "element", update: definition.update };
}

/** Describes a stage whose rule needs all parameters of its group at once, such as a global norm. */
export function modelTransform<
  C extends Config = Record<never, Hyper>,
  Slots extends string = never,
  Counters extends string = never,
  Knobs extends string = never,
>(definition: ModelDefinition<C, Slots, Counters, Knobs>): ModelTransform {
  return { ...describe(definition), scope: "model", updateAll: definition.updateAll };
}

const isHyper = (value: Config[string]): value is Hyper => typeof value === "number" || typeof value === "function";

const describe = <C extends Config, Slots extends string, Counters extends string, Knobs extends string>({
  name,
  config,
  slots,
  counters,
  knobs,
}: Definition<C, Slots, Counters, Knobs>): Description => {
  const hyper: Record<string, Schedule> = {};
  const json: Record<string, Json> = {};
  for (const [option, value] of Object.entries<Config[string]>(config ?? {})) {
    if (isHyper(value)) hyper[option] = asSchedule(value);
    json[option] = isHyper(value) ? (typeof value === "number" ? value : asSchedule(value).spec) : value;
  }
  const start = Object.fromEntries(Object.entries(hyper).map(([option, schedule]) => [option, schedule(0)]));
  const described = {
    kind: "transform" as const,
    name,
    config: json,
    slots: { ...slots },
    counters: { ...counters },
    hyper,
    knobs: knobs ?? (() => ({})),
  };
  const first: Description["knobs"] = described.knobs;
  return { ...described, knobNames: Object.keys(first({ step: 1, counters: { ...described.counters }, ...start })) };
};
