import { backward, record } from "../autodiff/backward.ts";
import * as graph from "../graph/index.ts";
import type { Applied, LayerContext } from "../layers/index.ts";
import type { Objective } from "../optimizers/index.ts";
import { concat, type Draws, Tensor } from "../tensor/index.ts";
import type { ArenaLayout } from "./arena.ts";
import { type ProgramState, parametersOf, type Recipe } from "./program.ts";

export type Batch = { readonly x: Tensor; readonly y: Tensor; readonly weights?: Tensor | undefined };

/** A forward and a backward pass over one batch. */
export interface Differentiated {
  readonly applied: Applied;
  /** Of the data, without penalties. */
  readonly loss: Tensor;
  /** With penalties: [arena]. */
  readonly gradient: Tensor;
  /** The parameters that were differentiated, in the layout's order, and their gradients. */
  readonly parameters: readonly Tensor[];
  readonly gradients: readonly Tensor[];
}

/** Differentiates the loss at the weights of an arena. */
export const differentiate = (
  recipe: Recipe,
  { layers }: ProgramState,
  arena: Tensor,
  { x, y, weights }: Batch,
  random: Draws,
  watch?: LayerContext["watch"],
): Differentiated => {
  const { layout, model } = recipe;
  // Gradients are taken of parameters one by one, so that each is written straight into its range.
  const parameters = Object.fromEntries(
    Object.entries(parametersOf(layout, arena)).map(([name, value]) => [name, new Tensor(graph.alias(value.node))]),
  );
  const applied = model.apply(x, { parameters, state: layers, training: true, random, ...(watch && { watch }) });
  const loss = recipe.loss.apply(applied.y, y, weights);
  const list = layout.ranges.map(({ name }) => parameters[name]);
  const gradients = backward(record([loss], list), [loss.literal(1)]).map((gradient, index) =>
    withPenalties(recipe, layout.ranges[index].name, list[index], gradient),
  );
  return { applied, loss, gradient: assembled(layout, gradients), parameters: list, gradients };
};

/**
 * What rules may ask of the loss on this batch. Every gradient they get is also handed to `seen`, because
 * one that is not finite must not reach the weights.
 */
export const objectiveFor = (
  recipe: Recipe,
  state: ProgramState,
  batch: Batch,
  random: Draws,
  { applied, parameters, gradients }: Differentiated,
  seen: (gradient: Tensor) => void,
): Objective => {
  const { layout, loss } = recipe;
  const asBlocks = (arena: Tensor): readonly Tensor[] => {
    seen(arena);
    return layout.blocks.map(({ offset, length }) => arena.slice([offset, offset + length]));
  };
  const along = (vector: Tensor): Tensor => {
    const pieces = layout.ranges.map(({ name }) => parametersOf(layout, vector)[name]);
    const slope = gradients.map((gradient, index) => gradient.mul(pieces[index]).sum()).reduce((a, b) => a.add(b));
    return assembled(layout, backward(record([slope], parameters), [slope.literal(1)]));
  };
  const { sampled } = loss;
  return {
    gradientAt: (weights) => asBlocks(differentiate(recipe, state, concat(weights), batch, random).gradient),
    hessianTimes: (vector) => asBlocks(along(concat(vector))),
    ...(sampled && {
      sampledGradient: (draws) => {
        const drawn = loss.apply(applied.y, sampled(applied.y, draws), batch.weights);
        const gradient = assembled(layout, backward(record([drawn], parameters), [drawn.literal(1)]));
        return { gradient: asBlocks(gradient), examples: batch.x.shape[0] };
      },
    }),
  };
};

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
