import type { Shape } from "../graph/index.ts";
import { asSchedule, type Json, type Schedule } from "../schedules/index.ts";
import type { Draws, Tensor } from "../tensor/index.ts";
import type {
  Config,
  Definition,
  Hyper,
  LocalDefinition,
  ModelDefinition,
  Objective,
  RuleExtras,
  RuleInputs,
  ShapeRule,
  SlotStart,
} from "./definition.ts";
import type { Rule } from "./options.ts";

export type { Hyper, Objective, ShapeRule, SlotStart } from "./definition.ts";

export const filled = (fill: number, shape?: (parameter: Shape) => Shape): SlotStart => ({
  fill,
  ...(shape ? { shape } : {}),
});
export const zeroed: SlotStart = filled(0);
/** A slot that starts as a copy of the parameter. */
export const copied: SlotStart = { fill: "weights" };
/** One number a parameter. */
export const scalarSlot = (fill: number): SlotStart => filled(fill, () => []);

/**
 * What a transform's rule needs to see at once: single elements (it runs on a whole flat block), one
 * parameter in its shape, or all parameters of its group.
 */
export type Scope = "element" | "tensor" | "model";

/** What all transforms say about themselves. */
interface Description {
  readonly kind: "transform";
  readonly name: string;
  /** The options as JSON. */
  readonly config: Readonly<Record<string, Json>>;
  readonly slots: Readonly<Record<string, SlotStart>>;
  readonly counters: Readonly<Record<string, number>>;
  readonly hyper: Readonly<Record<string, Schedule>>;
  readonly rules: Readonly<Record<string, Rule | undefined>>;
  /** Names of the numbers that `knobs` returns. */
  readonly knobNames: readonly string[];
  knobs(context: KnobInputs): Readonly<Record<string, number>>;
  readonly occasions: Readonly<Record<string, (context: KnobInputs) => boolean>>;
  readonly evaluation?: {
    knobs?(context: KnobInputs): Readonly<Record<string, number>>;
    weights(context: Named & { readonly parameter: Tensor }): Tensor;
  };
  readonly givesGradient: boolean;
  readonly place?: "beforeRate" | "last";
  readonly turnsDownhill: boolean;
  readonly takes?: ShapeRule;
  readonly freezes: boolean;
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
  update(context: RuleInputs & RuleExtras & { readonly [name: string]: Tensor | Draws | boolean | undefined }): Named;
}

export interface ModelTransform extends Description {
  readonly scope: "model";
  updateAll(
    context: { readonly parts: readonly (RuleInputs & Named)[]; readonly objective?: Objective } & RuleExtras & {
        readonly [name: string]: unknown;
      },
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
  Occasion extends string = never,
  EvaluationKnobs extends string = never,
>(definition: LocalDefinition<C, Slots, Counters, Knobs, Occasion, EvaluationKnobs>): LocalTransform {
  return { ...describe(definition), scope: definition.scope ?? "element", update: definition.update };
}

/**
 * Describes a stage whose rule needs all parameters of its group at once, such as a global norm. `updateAll` gets flat
 * parts and gives one result for each.
 *
 * @example
 * const toUnitLength = modelTransform({
 *   name: "toUnitLength",
 *   updateAll: ({ parts }) => {
 *     const squares = parts.map(({ update }) => update.square().sum());
 *     const length = squares.reduce((sum, square) => sum.add(square)).sqrt();
 *     return parts.map(({ update }) => ({ update: update.div(length) }));
 *   },
 * });
 * const weights = { w: Float64Array.of(0), b: Float64Array.of(0) };
 * new Optimizer(weights, chain(toUnitLength, scaleByLearningRate(1))).step({ w: [3], b: [4] });
 * [weights.w[0], weights.b[0]]; // [-0.6, -0.8]
 */
export function modelTransform<
  C extends Config = Record<never, Hyper>,
  Slots extends string = never,
  Counters extends string = never,
  Knobs extends string = never,
  Occasion extends string = never,
  EvaluationKnobs extends string = never,
>(definition: ModelDefinition<C, Slots, Counters, Knobs, Occasion, EvaluationKnobs>): ModelTransform {
  return { ...describe(definition), scope: "model", updateAll: definition.updateAll };
}

const isHyper = (value: Config[string]): value is Hyper => typeof value === "number" || typeof value === "function";

const describe = <
  C extends Config,
  Slots extends string,
  Counters extends string,
  Knobs extends string,
  Occasion extends string,
  EvaluationKnobs extends string,
>({
  name,
  config,
  rules,
  slots,
  counters,
  knobs,
  occasions,
  evaluation,
  givesGradient = false,
  place,
  turnsDownhill = false,
  takes,
  freezes = false,
}: Definition<C, Slots, Counters, Knobs, Occasion, EvaluationKnobs>): Description => {
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
    rules: { ...rules },
    knobs: knobs ?? (() => ({})),
    occasions: { ...occasions },
    givesGradient,
    turnsDownhill,
    ...(place ? { place } : {}),
    freezes,
    ...(evaluation ? { evaluation } : {}),
    ...(takes ? { takes } : {}),
  };
  const first: Description["knobs"] = described.knobs;
  return { ...described, knobNames: Object.keys(first({ step: 1, counters: { ...described.counters }, ...start })) };
};
