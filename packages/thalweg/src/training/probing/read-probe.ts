import { sizeOf } from "../../graph/index.ts";
import type { TypedArray } from "../../kernels/dtype.ts";
import type { Probe, TurnProbe } from "../probe.ts";
import type { Recipe } from "../program.ts";
import { hasEnds, numbersOfLayer } from "./layer-facts.ts";
import { halfOf, type Marks } from "./look.ts";
import type { Looked } from "./looked.ts";

/** What is known of the update without looking. */
type Known = Pick<Probe, "step" | "learningRate" | "examples" | "loss">;

/** The probe that the numbers after an update's report stand for. */
export const readProbe = (
  recipe: Recipe,
  { layers }: Pick<Looked, "layers">,
  marks: Marks,
  known: Known,
  numbers: TypedArray,
): Probe => {
  const { ranges } = recipe.layout;
  let next = 0;
  const take = (count: number): TypedArray => {
    next += count;
    return numbers.subarray(next - count, next);
  };
  const parameters = ranges.map(({ name, shape }) => {
    const [gradientNorm, weightNorm, updateNorm] = Array.from(take(3), Math.sqrt);
    return { name, size: sizeOf(shape), gradientNorm, weightNorm, updateNorm };
  });
  const facts = layers.map(({ path, kind }) => {
    const [mean, deviation, largest, zeros, dead, saturated] = take(numbersOfLayer);
    return { layer: path, mean, deviation, largest, zeros, dead, ...(hasEnds(kind) && { saturated }) };
  });
  const total = (name: "gradientNorm" | "weightNorm" | "updateNorm"): number =>
    Math.sqrt(parameters.reduce((sum, parameter) => sum + parameter[name] ** 2, 0));
  const turn = marks.turn ? readTurn(take, known.examples, halfOf(known.examples, recipe) !== undefined) : undefined;
  return {
    ...known,
    gradientNorm: total("gradientNorm"),
    weightNorm: total("weightNorm"),
    updateNorm: total("updateNorm"),
    parameters,
    layers: facts,
    ...(turn && { turn }),
    ...(marks.gradients && { gradients: readGradients(recipe, take(recipe.layout.length)) }),
  };
};

const readTurn = (take: (count: number) => TypedArray, examples: number, halved: boolean): TurnProbe => {
  const [lossAfter, both, before, after, slopeBefore, slopeAfter] = take(6);
  const turn = { lossAfter, cosine: both / Math.sqrt(before * after), slopeBefore, slopeAfter };
  if (!halved) return turn;
  const [signal, first, second] = take(3);
  // Both halves' gradients are the true one and noise of a half: |a − b|²/2 is the noise of one of them.
  const noise = ((first + second - 2 * signal) / 2) * Math.floor(examples / 2);
  return { ...turn, halves: signal / Math.sqrt(first * second), signal, noise };
};

const readGradients = ({ layout }: Recipe, arena: TypedArray): Probe["gradients"] =>
  Object.fromEntries(
    layout.ranges.map(({ name, shape, offset }) => [
      name,
      { shape, values: new Float32Array(arena.subarray(offset, offset + sizeOf(shape))) },
    ]),
  );
