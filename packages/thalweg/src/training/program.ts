import { backward, record } from "../autodiff/backward.ts";
import * as graph from "../graph/index.ts";
import { sizeOf } from "../graph/index.ts";
import type { Built, Layer } from "../layers/index.ts";
import type { Loss } from "../losses/index.ts";
import type { Metric } from "../metrics/index.ts";
import { knobNamesOf, type OptimizerSpec, slotsOf, startingSlot, traceUpdate } from "../optimizers/index.ts";
import { type CompiledFunction, compile, concat, type Draws, Tensor, tensor, where } from "../tensor/index.ts";
import type { ArenaLayout } from "./arena.ts";

/** Everything a training program is made from. */
export interface Recipe {
  readonly model: Layer;
  readonly built: Built;
  readonly layout: ArenaLayout;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly optimizer: OptimizerSpec;
  readonly seed: number;
  /** Penalties λ₂/2·‖w‖² and λ₁·‖w‖₁ on parameters of kind "weight". */
  readonly l2: number;
  readonly l1: number;
}

/** weights: [arena]; layers: moving statistics; slots: the optimizer's, by block and name. */
export type ProgramState = {
  readonly weights: Tensor;
  readonly layers: Readonly<Record<string, Tensor>>;
  readonly slots: Readonly<Record<string, Readonly<Record<string, Tensor>>>>;
};

/** x: [batch, ...]; y: [batch, ...], left out when predicting. */
export type ProgramInputs = { readonly x: Tensor; readonly y?: Tensor };

export type Program = CompiledFunction<ProgramState, { readonly [name: string]: Tensor }, Tensor, string>;

/**
 * One function for everything a model does, on one state: an update (training), sums of loss and
 * metrics (with y), or predictions (without). Forward, loss, backward, clip, update and metrics are
 * one program. Its output is [loss, bad, ...metric sums], where bad is 0 unless a gradient is not
 * finite; then nothing changes.
 */
export const trainingProgram = (recipe: Recipe, weights: Float32Array): Program =>
  compile(
    ({ state, inputs, knobs, random, training }) => {
      const { x, y } = inputs;
      if (training && y) return update(recipe, state, { x, y }, knobs, random);
      const parameters = parametersOf(recipe.layout, state.weights);
      const { y: output } = recipe.model.apply(x, { parameters, state: state.layers, training: false, random });
      if (!y) return { state, outputs: recipe.loss.predictions?.(output) ?? output };
      const loss = recipe.loss.apply(output, y).mul(x.shape[0]);
      return { state, outputs: report([loss, ...sums(recipe, output, y)]) };
    },
    { state: initialState(recipe, weights), knobs: knobNamesOf(recipe.optimizer), seed: recipe.seed },
  );

const initialState = ({ built, layout, optimizer }: Recipe, weights: Float32Array): ProgramState => {
  const layers = Object.entries(built.state).map(([name, { shape, start }]) => [
    name,
    tensor(new Float32Array(sizeOf(shape)).fill(start), shape),
  ]);
  const slots: Record<string, Record<string, Tensor>> = Object.fromEntries(layout.blocks.map(({ name }) => [name, {}]));
  for (const need of slotsOf(optimizer, layout.blocks)) {
    const { name, offset, length } = layout.blocks[need.block];
    slots[name][need.name] = tensor(startingSlot(need, weights.subarray(offset, offset + length)));
  }
  return { weights: tensor(weights), layers: Object.fromEntries(layers), slots };
};

const parametersOf = (layout: ArenaLayout, arena: Tensor): Record<string, Tensor> =>
  Object.fromEntries(
    layout.ranges.map(({ name, shape, offset }) => [
      name,
      arena.slice([offset, offset + sizeOf(shape)]).reshape(shape),
    ]),
  );

const report = (numbers: readonly Tensor[]): Tensor =>
  concat(numbers.map((number) => number.toType("float32").reshape([1])));

const sums = ({ metrics }: Recipe, output: Tensor, y: Tensor): Tensor[] =>
  metrics.map((metric) => metric.apply(output, y));

const update = (
  recipe: Recipe,
  state: ProgramState,
  { x, y }: { x: Tensor; y: Tensor },
  knobs: Readonly<Record<string, Tensor>>,
  random: Draws,
) => {
  const { layout, model, optimizer } = recipe;
  // Gradients are taken of parameters one by one, so that each is written straight into its range.
  const parameters = Object.fromEntries(
    Object.entries(parametersOf(layout, state.weights)).map(([name, value]) => [
      name,
      new Tensor(graph.alias(value.node)),
    ]),
  );
  const applied = model.apply(x, { parameters, state: state.layers, training: true, random });
  const loss = recipe.loss.apply(applied.y, y);
  const list = layout.ranges.map(({ name }) => parameters[name]);
  const gradients = backward(record([loss], list), [loss.literal(1)]).map((gradient, index) =>
    withPenalties(recipe, layout.ranges[index].name, list[index], gradient),
  );
  const arena = assembled(layout, gradients);
  const blocks = layout.blocks.map((block) => ({
    block,
    weights: state.weights.slice([block.offset, block.offset + block.length]),
    gradient: arena.slice([block.offset, block.offset + block.length]),
    slots: state.slots[block.name],
  }));
  const next = traceUpdate(optimizer, { blocks, knob: (name) => knobs[name], loss, random: random.at("optimizer") });
  // 0 for finite gradients, NaN otherwise; unlike a norm it cannot overflow.
  const bad = arena.sub(arena).sum();
  const fine = bad.eq(bad.literal(0));
  const keep = (value: Tensor, old: Tensor) => where(fine, value, old);
  const weights = next.map((block, index) => keep(block.weights, blocks[index].weights));
  const layers = keptBy(state.layers, (name, old) => keep(applied.state?.[name] ?? old, old));
  const slots = layout.blocks.map(({ name }, index): [string, Record<string, Tensor>] => [
    name,
    keptBy(state.slots[name], (slot, old) => keep(next[index].slots[slot], old)),
  ]);
  return {
    state: {
      weights: concat(weights),
      layers,
      slots: Object.fromEntries(slots),
    },
    outputs: report([loss, bad, ...sums(recipe, applied.y, y)]),
  };
};

/** Tensors of the same names, each made from the old one. */
const keptBy = (
  old: Readonly<Record<string, Tensor>>,
  make: (name: string, old: Tensor) => Tensor,
): Record<string, Tensor> => Object.fromEntries(Object.entries(old).map(([name, value]) => [name, make(name, value)]));

const withPenalties = ({ built, l2, l1 }: Recipe, name: string, w: Tensor, gradient: Tensor): Tensor => {
  if (built.parameters[name].kind !== "weight") return gradient;
  const ridge = l2 === 0 ? gradient : gradient.add(w.mul(l2));
  return l1 === 0 ? ridge : ridge.add(w.sign().mul(l1));
};

/** Gradients at the places of their parameters, zeros between. */
const assembled = (layout: ArenaLayout, gradients: readonly Tensor[]): Tensor =>
  new Tensor(
    graph.assemble(
      gradients.map((gradient) => gradient.reshape([gradient.size]).node),
      0,
      layout.ranges.map(({ offset }) => offset),
      layout.length,
    ),
  );
