import { sizeOf } from "../../graph/index.ts";
import type { Watched } from "../../layers/index.ts";
import { concat, type Tensor } from "../../tensor/index.ts";
import { type Batch, differentiate, objectiveFor } from "../gradients.ts";
import { type Look, type ProgramState, type Recipe, report } from "../program.ts";
import { detailedUpdate } from "../update.ts";
import { innermost, layerNumbers, singleLayer } from "./layer-facts.ts";

/** What a variant of the training program measures: `hessian`, or words before the occasions of an update. */
export const hessianVariant = "hessian";
const marks = { turn: "turn ", gradients: "gradients " } as const;

export interface Marks {
  readonly turn: boolean;
  readonly gradients: boolean;
}

export const markedVariant = ({ turn, gradients }: Marks, occasions: string): string =>
  `${turn ? marks.turn : ""}${gradients ? marks.gradients : ""}${occasions}`;

const readMarks = (variant: string): Marks & { readonly occasions: string } => {
  const turn = variant.startsWith(marks.turn);
  const rest = turn ? variant.slice(marks.turn.length) : variant;
  const gradients = rest.startsWith(marks.gradients);
  return { turn, gradients, occasions: gradients ? rest.slice(marks.gradients.length) : rest };
};

/** The two halves of a batch, where each may be learned from; the same number of examples in both. */
export const halfOf = (examples: number, { built }: Recipe): number | undefined => {
  const half = Math.floor(examples / 2);
  return half >= (built.limits?.batch?.least ?? 1) ? half : undefined;
};

interface Seen {
  /** The layers whose numbers are among the outputs. */
  readonly layers?: readonly Watched[];
  readonly state: ProgramState;
  readonly outputs: Tensor;
}

/**
 * An update whose output goes on, after its report, with squared norms of gradient, weights and change for each parameter;
 * numbers of each layer; what `turn` asks for; and the gradient, where it is asked for.
 */
export const lookAt = (look: Look): Seen => {
  const { recipe, state, batch, knobs, random, variant } = look;
  if (variant === hessianVariant) return { state, outputs: productAlong(look) };
  const { turn, gradients, occasions } = readMarks(variant);
  const seen: Watched[] = [];
  const update = detailedUpdate(recipe, state, batch, knobs, random, occasions, (each) => seen.push(each));
  const { step, gradient } = update;
  const change = update.state.weights.sub(state.weights);
  const layers = innermost([...seen, ...singleLayer(recipe, step.applied.y)]);
  const numbers = [
    ...recipe.layout.ranges.flatMap((range) => {
      const part = (arena: Tensor): Tensor => arena.slice([range.offset, range.offset + sizeOf(range.shape)]);
      // The square of a small gradient is 0 in float32.
      return [squares(part(gradient).toType("float64")), squares(part(state.weights)), squares(part(change))];
    }),
    ...layers.flatMap(layerNumbers),
    ...(turn ? turnNumbers(look, step, update.state.weights, change) : []),
    ...(gradients ? [gradient] : []),
  ];
  return { layers, state: update.state, outputs: concat([update.outputs, report(numbers)]) };
};

const squares = (x: Tensor): Tensor => x.square().sum();

const dot = (a: Tensor, b: Tensor): Tensor => a.toType("float64").mul(b.toType("float64")).sum();

/** lossAfter, g·g′, g·g, g′·g′, g·Δ, g′·Δ, and of the halves' gradients a·b, a·a, b·b. */
const turnNumbers = (
  { recipe, state, batch, random }: Look,
  { gradient }: ReturnType<typeof differentiate>,
  weights: Tensor,
  change: Tensor,
): Tensor[] => {
  const after = differentiate(recipe, state, weights, batch, random);
  const half = halfOf(batch.x.shape[0], recipe);
  const halves = half === undefined ? [] : [0, half].map((start) => partOf(batch, start, start + half));
  const [a, b] = halves.map((each, index) => {
    // Masks that both had in common would count as signal.
    const draws = index === 0 ? random : random.at("second half");
    return differentiate(recipe, state, state.weights, each, draws).gradient;
  });
  const pairs: [Tensor, Tensor][] = [
    [gradient, after.gradient],
    [gradient, gradient],
    [after.gradient, after.gradient],
    [gradient, change],
    [after.gradient, change],
    ...(a && b
      ? ([
          [a, b],
          [a, a],
          [b, b],
        ] satisfies [Tensor, Tensor][])
      : []),
  ];
  return [after.loss, ...pairs.map(([one, other]) => dot(one, other))];
};

const partOf = ({ x, y, weights }: Batch, start: number, end: number): Batch => ({
  x: x.slice([start, end]),
  y: y.slice([start, end]),
  ...(weights && { weights: weights.slice([start, end]) }),
});

/** The Hessian of the loss on the batch, times a vector. */
const productAlong = ({ recipe, state, batch, random, along }: Look): Tensor => {
  const step = differentiate(recipe, state, state.weights, batch, random);
  const vector = along ?? step.gradient;
  const { hessianTimes } = objectiveFor(recipe, state, batch, random, step, () => undefined);
  const blocks = recipe.layout.blocks.map(({ offset, length }) => vector.slice([offset, offset + length]));
  return concat([...hessianTimes(blocks)]).toType("float64");
};
