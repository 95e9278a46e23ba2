import { assemble, sizeOf } from "../graph/index.ts";
import { Tensor } from "../tensor/index.ts";
import type { OptimizerSpec } from "./chain.ts";
import { type SlotLayout, type SlotPart, slotLayout } from "./slots.ts";
import { type Stage, stagesOf } from "./stages.ts";
import type { Part } from "./trace.ts";

/**
 * A block whose stages look at single parameters, as one part a parameter: then whatever is element-wise
 * before and after such a stage is computed in the same passes.
 */
export const split = (optimizer: OptimizerSpec, part: Part): readonly Part[] => {
  const { block, weights, gradient, update, slots } = part;
  const [first] = block.parameters;
  const stages = stagesOf(optimizer, first);
  const isWhole = block.parameters.length === 1 && sizeOf(first.shape) === block.length;
  if (isWhole || stages.every(({ transform }) => transform.scope !== "tensor")) return [part];
  return block.parameters.map((parameter, position): Part => {
    const own = slotLayouts(stages, part).flatMap(([name, { parts }]) =>
      slots[name] ? [[name, flatStretch(slots[name], parts[position])]] : [],
    );
    return {
      ...part,
      within: parameter,
      block: {
        name: parameter.name,
        dtype: block.dtype,
        length: sizeOf(parameter.shape),
        parameters: [{ ...parameter, offset: 0 }],
      },
      weights: flatStretch(weights, parameter),
      gradient: flatStretch(gradient, parameter),
      update: flatStretch(update, parameter),
      slots: Object.fromEntries(own),
    };
  });
};

/** A block's weights and slots from those of the parts it was split into. */
export const joined = (
  optimizer: OptimizerSpec,
  whole: Part,
  parts: readonly Pick<Part, "weights" | "slots" | "within">[],
): Pick<Part, "weights" | "slots"> => {
  const [first] = parts;
  if (!first.within) return { weights: first.weights, slots: first.slots };
  const stages = stagesOf(optimizer, whole.block.parameters[0]);
  const slots = slotLayouts(stages, whole).map(([name, layout]) => [
    name,
    assembled(
      layout,
      parts.map((part) => part.slots[name]),
    ),
  ]);
  const layout = { length: whole.block.length, parts: whole.block.parameters };
  const weights = assembled(
    layout,
    parts.map((part) => part.weights),
  );
  return { weights, slots: Object.fromEntries(slots) };
};

const slotLayouts = (stages: readonly Stage[], { block }: Part): readonly (readonly [string, SlotLayout])[] =>
  stages.flatMap(({ name, transform }) =>
    Object.entries(transform.slots).map(([slot, start]) => [`${name}/${slot}`, slotLayout(start, block)] as const),
  );

/** One parameter's stretch of a flat array. */
export const flatStretch = (flat: Tensor, { offset, shape }: Pick<SlotPart, "offset" | "shape">): Tensor =>
  flat.slice([offset, offset + sizeOf(shape)]);

/** The flat array of its parameters' values, zeros between them. */
export const assembled = ({ length, parts }: SlotLayout, values: readonly Tensor[]): Tensor => {
  const flat = values.map((value) => value.reshape([value.size]));
  if (flat.length === 1 && flat[0].size === length) return flat[0];
  const pieces: Tensor[] = [];
  const starts: number[] = [];
  let end = 0;
  const fill = (to: number): void => {
    if (to > end) {
      pieces.push(flat[0].literal(0).expand([to - end]));
      starts.push(end);
    }
  };
  parts.forEach(({ offset }, index) => {
    fill(offset);
    pieces.push(flat[index]);
    starts.push(offset);
    end = offset + flat[index].size;
  });
  fill(length);
  return new Tensor(
    assemble(
      pieces.map(({ node }) => node),
      0,
      starts,
      length,
    ),
  );
};
