import type { Node, Operation } from "../graph/index.ts";
import * as graph from "../graph/index.ts";
import { isFloat } from "../kernels/dtype.ts";
import { Tensor } from "../tensor/index.ts";

/** Gradients of a loop's results, where there are any. */
export interface LoopCotangents {
  readonly final: Map<number, Tensor>;
  readonly history: Map<number, Tensor>;
  readonly stacked: Map<number, Tensor>;
}

export const noCotangents = (): LoopCotangents => ({ final: new Map(), history: new Map(), stacked: new Map() });

/** Gradients of Σ outputs·cotangents with respect to the inputs; without a cotangent, an output does not count. */
export type Pullback = (
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  cotangents: readonly (Tensor | undefined)[],
) => Tensor[];

type Loop = Extract<Operation, { kind: "loop" }>;

/**
 * Gradients of a loop's inputs: a loop in the opposite direction over its carries, which are kept. Each step is
 * computed anew from its carry and pulled back; what constants receive is summed in the order of these steps.
 */
export const loopGradients = (
  { node, operation, inputs }: { readonly node: Node; readonly operation: Loop; readonly inputs: readonly Node[] },
  { final, history, stacked }: LoopCotangents,
  wanted: ReadonlySet<Node>,
  pullback: Pullback,
): [Node, Tensor][] => {
  const { body, steps, reverse } = operation;
  const { carries } = body;
  const constantsFrom = carries + body.slices;
  const places = inputs.map((_, index) => index);
  // Every carry that has a gradient takes it back to the first step, wanted or not: others may follow from it.
  const carried = places.filter((index) => index < carries && isFloat(inputs[index].dtype));
  const asked = places.filter((index) => index >= carries && isFloat(inputs[index].dtype) && wanted.has(inputs[index]));
  const sliced = asked.filter((index) => index < constantsFrom);
  const constants = asked.filter((index) => index >= constantsFrom);
  const zerosLike = ({ shape, dtype }: Node): Node => graph.literal(0, dtype, shape);
  const cotangents = (given: ReadonlyMap<number, Tensor>) =>
    [...given].map(([index, { node: own }]) => ({ index, own }));
  const [fromOutputs, fromHistory] = [cotangents(stacked), cotangents(history)];
  const before = Array.from({ length: carries }, (_, carry) => graph.historyOf(node, carry));
  const slices = [
    before,
    inputs.slice(carries, constantsFrom),
    fromOutputs.map(({ own }) => own),
    fromHistory.map(({ own }) => own),
  ];
  const { final: pulled, outputs } = graph.loop(
    {
      carry: [
        ...carried.map((index) => final.get(index)?.node ?? zerosLike(inputs[index])),
        ...constants.map((index) => zerosLike(inputs[index])),
      ],
      slices: slices.flat(),
      steps,
      reverse: !reverse,
    },
    (carry, own) => {
      const at = [...own.slice(0, constantsFrom), ...inputs.slice(constantsFrom)].map((each) => graph.alias(each));
      const outputsFrom = constantsFrom;
      const historyFrom = outputsFrom + fromOutputs.length;
      const ofResults = body.results.map((_, result) => {
        const position =
          result < carries ? carried.indexOf(result) : fromOutputs.findIndex(({ index }) => index === result - carries);
        if (position < 0) return undefined;
        return new Tensor(result < carries ? carry[position] : own[outputsFrom + position]);
      });
      const learned = [...carried, ...sliced, ...constants];
      const gradients = pullback(
        graph.instantiate(body, at).map((result) => new Tensor(result)),
        learned.map((index) => new Tensor(at[index])),
        ofResults,
      );
      const gradientOf = (index: number): Tensor => gradients[learned.indexOf(index)];
      return {
        carry: [
          ...carried.map((index) => {
            const more = fromHistory.findIndex((each) => each.index === index);
            const gradient = gradientOf(index);
            return (more < 0 ? gradient : gradient.add(new Tensor(own[historyFrom + more]))).node;
          }),
          ...constants.map(
            (index, position) => new Tensor(carry[carried.length + position]).add(gradientOf(index)).node,
          ),
        ],
        outputs: sliced.map((index) => gradientOf(index).node),
      };
    },
  );
  return [
    ...[...carried, ...constants].map((index, position): [Node, Tensor] => [
      inputs[index],
      new Tensor(pulled[position]),
    ]),
    ...sliced.map((index, position): [Node, Tensor] => [inputs[index], new Tensor(outputs[position])]),
  ];
};
