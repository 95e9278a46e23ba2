import { sizeOf } from "../graph/index.ts";
import type { Built, Layer } from "../layers/index.ts";
import type { Loss } from "../losses/index.ts";
import { type Metric, sumCount } from "../metrics/index.ts";
import {
  evaluationKnobNames,
  hasEvaluationWeights,
  knobNamesOf,
  type NonFinitePolicy,
  type OptimizerSpec,
  slotsOf,
  startingSlot,
  traceEvaluation,
} from "../optimizers/index.ts";
import { type CompiledFunction, compile, concat, type Draws, type Tensor, tensor } from "../tensor/index.ts";
import type { ArenaLayout } from "./arena.ts";
import type { Batch } from "./gradients.ts";
import { accumulateBatch, update } from "./update.ts";

/** Everything a training program is made from. */
export interface Recipe {
  readonly model: Layer;
  readonly built: Built;
  readonly layout: ArenaLayout;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly optimizer: OptimizerSpec;
  /** Batches whose mean gradient makes one update. */
  readonly microBatches: number;
  readonly policy: NonFinitePolicy;
  readonly seed: number;
  /** Penalties λ₂/2·‖w‖² and λ₁·‖w‖₁ on parameters of kind "weight". */
  readonly l2: number;
  readonly l1: number;
  /** Global norm that gradients are scaled down to; the optimizer does so. */
  readonly clip?: number;
}

/**
 * weights: [arena]; layers: moving statistics; slots: the optimizer's, by block and name; accumulated:
 * { gradient: [arena] } when several batches make an update.
 */
export type ProgramState = {
  readonly weights: Tensor;
  readonly layers: Readonly<Record<string, Tensor>>;
  readonly slots: Readonly<Record<string, Readonly<Record<string, Tensor>>>>;
  readonly accumulated: Readonly<Record<string, Tensor>>;
};

/**
 * x: [batch, ...]; y: [batch, ...], left out when predicting; weights: [batch], where examples have some; along: [arena],
 * what the Hessian is multiplied by.
 */
export type ProgramInputs = {
  readonly x: Tensor;
  readonly y?: Tensor;
  readonly weights?: Tensor;
  readonly along?: Tensor;
};

export type Program = CompiledFunction<ProgramState, { readonly [name: string]: Tensor }, Tensor, string>;

/** Closer looks at updates, once their code is there: it is loaded when a probe is first asked for. */
export interface Probing {
  trace?: (look: Look) => { readonly state: ProgramState; readonly outputs: Tensor };
}

/** What a closer look is made from; `variant` says what is measured. */
export interface Look {
  readonly recipe: Recipe;
  readonly state: ProgramState;
  readonly batch: Batch;
  readonly along?: Tensor;
  readonly knobs: Readonly<Record<string, Tensor>>;
  readonly random: Draws;
  readonly variant: string;
}

/** Variants of closer looks begin with this. */
export const probing = "probing ";

/** The variant that adds a batch to the mean gradient; the other variants are the occasions of an update. */
export const accumulating = "accumulating";

/** Shares of this batch and of those before in the mean gradient, and of this batch in moving statistics. */
export const shareKnobs = { batch: "share/batch", before: "share/before", statistics: "share/statistics" } as const;

/**
 * One function for everything a model does, on one state: an update (training), sums of loss and
 * metrics (with y), predictions (without), or new moving statistics (training without y). Forward, loss,
 * backward, clip, update and metrics are one program. Its output is [loss, share, bad, ...metric sums] in float64,
 * where bad is 0 unless a gradient or its square is not finite; then nothing changes.
 */
export const trainingProgram = (recipe: Recipe, weights: Float32Array, probes: Probing): Program =>
  compile(
    ({ state, inputs, knobs, random, training, variant }) => {
      const { x, y, weights, along } = inputs;
      if (training && y) {
        const batch = { x, y, weights };
        if (probes.trace && variant.startsWith(probing)) {
          return probes.trace({ recipe, state, batch, along, knobs, random, variant: variant.slice(probing.length) });
        }
        return variant === accumulating
          ? accumulateBatch(recipe, state, batch, knobs, random)
          : update(recipe, state, batch, knobs, random, variant);
      }
      const parameters = parametersOf(recipe.layout, evaluated(recipe, state, knobs));
      const context = { parameters, state: state.layers, random };
      if (training) {
        const applied = recipe.model.apply(x, { ...context, training, statisticsShare: knobs[shareKnobs.statistics] });
        return {
          state: { ...state, layers: { ...state.layers, ...applied.state } },
          outputs: knobs[shareKnobs.statistics],
        };
      }
      const { y: output } = recipe.model.apply(x, { ...context, training: false });
      if (!y) return { state, outputs: recipe.loss.predictions?.(output) ?? output };
      const loss = recipe.loss.apply(output, y, weights);
      return { state, outputs: report([loss, shareOf(recipe, output, y, weights), ...sums(recipe, output, y)]) };
    },
    {
      state: initialState(recipe, weights),
      knobs: [
        ...new Set([
          ...knobNamesOf(recipe.optimizer),
          ...evaluationKnobNames(recipe.optimizer),
          ...Object.values(shareKnobs),
        ]),
      ],
      seed: recipe.seed,
    },
  );

const initialState = (recipe: Recipe, weights: Float32Array): ProgramState => {
  const { built, layout, microBatches } = recipe;
  const layers = Object.entries(built.state).map(([name, { shape, start }]) => [
    name,
    tensor(new Float32Array(sizeOf(shape)).fill(start), shape),
  ]);
  return {
    weights: tensor(weights),
    layers: Object.fromEntries(layers),
    slots: startingSlots(recipe, weights),
    accumulated: microBatches > 1 ? { gradient: tensor(new Float32Array(layout.length)) } : {},
  };
};

/** The optimizer's slots before the first update. */
export const startingSlots = ({ layout, optimizer }: Recipe, weights: Float32Array): ProgramState["slots"] => {
  const slots: Record<string, Record<string, Tensor>> = Object.fromEntries(layout.blocks.map(({ name }) => [name, {}]));
  for (const need of slotsOf(optimizer, layout.blocks)) {
    const { name, offset, length } = layout.blocks[need.block];
    slots[name][need.name] = tensor(startingSlot(need, weights.subarray(offset, offset + length)));
  }
  return slots;
};

/** The arena of weights to evaluate with. */
export const evaluated = (
  { layout, optimizer }: Recipe,
  state: ProgramState,
  knobs: Readonly<Record<string, Tensor>>,
): Tensor => {
  if (!hasEvaluationWeights(optimizer)) return state.weights;
  const blocks = layout.blocks.map((block) => ({
    block,
    weights: state.weights.slice([block.offset, block.offset + block.length]),
    slots: state.slots[block.name],
  }));
  return concat(traceEvaluation(optimizer, blocks, (name) => knobs[name]));
};

export const parametersOf = (layout: ArenaLayout, arena: Tensor): Record<string, Tensor> =>
  Object.fromEntries(
    layout.ranges.map(({ name, shape, offset }) => [
      name,
      arena.slice([offset, offset + sizeOf(shape)]).reshape(shape),
    ]),
  );

export const report = (numbers: readonly Tensor[]): Tensor =>
  concat(numbers.map((number) => number.toType("float64").reshape([number.size])));

/** Numbers of an update's report. */
export const reportLength = ({ metrics, built }: Recipe): number =>
  metrics.reduce((length, metric) => length + sumCount(metric, built.outputShape), 3);

/** What a batch counts in a mean over several. */
export const shareOf = ({ loss }: Recipe, output: Tensor, y: Tensor, weights: Tensor | undefined): Tensor =>
  loss.share?.(output, y, weights) ?? weights?.sum() ?? output.literal(output.shape[0]);

export const sums = ({ metrics }: Recipe, output: Tensor, y: Tensor): Tensor[] =>
  metrics.map((metric) => metric.apply(output, y));
