import type { Draws, Tensor } from "../tensor/index.ts";
import { type Block, checkedGroup } from "./block.ts";
import type { OptimizerSpec } from "./chain.ts";
import { evaluationKnobsOf } from "./evaluation.ts";
import { joined, split } from "./split.ts";
import { planStages, stagesOf } from "./stages.ts";
import { type Part, runPlan } from "./trace.ts";
import type { Objective } from "./transform.ts";

/** A block's arrays while an update is traced; all flat, `slots` by `stage/slot`. */
export interface BlockTensors {
  readonly block: Block;
  readonly weights: Tensor;
  readonly gradient: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
}

export interface UpdateOptions {
  readonly blocks: readonly BlockTensors[];
  /** The scalar that holds this step's value of a knob (see knobNamesOf), in the dtype asked for. */
  readonly knob: (name: string, dtype: "float32" | "float64") => Tensor;
  /** What happens on this step, as hostNumbers says it; nothing special unless given. */
  readonly occasions?: string;
  readonly loss?: Tensor;
  readonly random?: Draws;
  /** By position of the block. */
  readonly objective?: Objective;
  /** What becomes of each new value beside the old one, such as the old one again; the new one unless given. */
  readonly keep?: (value: Tensor, old: Tensor) => Tensor;
}

export interface UpdatedBlock {
  readonly weights: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
}

/**
 * One step of an optimizer as a graph: new weights and slots for each block. The update that the last
 * stage gives is added to the weights. Element-wise stages run on whole blocks.
 */
export const traceUpdate = (optimizer: OptimizerSpec, options: UpdateOptions): readonly UpdatedBlock[] => {
  const isFrozen = options.blocks.map(({ block }) =>
    stagesOf(optimizer, checkedGroup(optimizer, block)).some(({ transform }) => transform.freezes),
  );
  const parts = options.blocks.map((entry, index): Part => {
    const { gradient: given } = entry;
    const gradient = isFrozen[index] ? given.literal(0).expand(given.shape) : given;
    return { ...entry, index, gradient, update: gradient };
  });
  const pieces = parts.flatMap((part) => split(optimizer, part));
  const results = runPlan(planStages(optimizer), pieces, options);
  const { keep = (value) => value } = options;
  const updated = results.map((part, position): Part => {
    const slots = Object.entries(part.slots).map(([name, slot]) => [name, keep(slot, pieces[position].slots[name])]);
    const weights = isFrozen[part.index] ? part.weights : keep(part.weights.add(part.update), part.weights);
    return { ...part, weights, slots: Object.fromEntries(slots) };
  });
  return parts.map((whole) =>
    joined(
      optimizer,
      whole,
      updated.filter(({ index }) => index === whole.index),
    ),
  );
};

/** Whether an optimizer evaluates with other weights than those it trains. */
export const hasEvaluationWeights = (optimizer: OptimizerSpec): boolean =>
  stagesOf(optimizer).some(({ transform }) => transform.evaluation);

/**
 * The weights to evaluate with, for each block: those of the last stage that keeps some apart, or the
 * trained ones.
 */
export const traceEvaluation = (
  optimizer: OptimizerSpec,
  blocks: readonly Omit<BlockTensors, "gradient">[],
  knob: UpdateOptions["knob"],
): readonly Tensor[] =>
  blocks.map(({ block, weights, slots }) => {
    const stages = stagesOf(optimizer, checkedGroup(optimizer, block));
    const stage = stages.findLast(({ transform }) => transform.evaluation);
    const evaluation = stage?.transform.evaluation;
    if (!evaluation || stages.some(({ transform }) => transform.freezes)) return weights;
    const { name, transform } = stage;
    const own = Object.keys(transform.slots).map((slot) => [slot, slots[`${name}/${slot}`]]);
    const names = evaluationKnobsOf(stage).map((knobName) => [knobName, knob(`${name}/${knobName}`, block.dtype)]);
    return evaluation.weights({ ...Object.fromEntries([...own, ...names]), parameter: weights });
  });
