import { planOf, programOf } from "../compiler/index.ts";
import { bindPlan } from "../devices/reference/index.ts";
import * as graph from "../graph/index.ts";
import { Draws, Tensor } from "../tensor/index.ts";
import type { OptimizerSpec } from "./chain.ts";
import { knobNamesOf } from "./knobs.ts";
import { type Block, type SlotNeed, slotsOf, traceUpdate } from "./rule.ts";
import type { FloatArray } from "./saved-state.ts";

/** The arrays of one optimizer on the host, by block; `slots` in the order of slotsOf. */
export interface HostArrays {
  readonly weights: readonly FloatArray[];
  readonly gradients: readonly FloatArray[];
  readonly slots: readonly FloatArray[];
  readonly loss: Float64Array;
}

/** An update compiled for given arrays, which running it changes in place. */
export interface BoundUpdate {
  readonly usesLoss: boolean;
  /** Runs once with this step's numbers, in the order of knobNamesOf. */
  run(step: number, knobs: readonly number[]): void;
}

/** Compiles one step of an optimizer and ties it to arrays. */
export const bindUpdate = (
  optimizer: OptimizerSpec,
  blocks: readonly Block[],
  arrays: HostArrays,
  seed: number,
): BoundUpdate => {
  const needs = slotsOf(optimizer, blocks);
  const draws = new Draws(seed);
  const all = [...arrays.weights, ...arrays.slots, ...arrays.gradients, arrays.loss];
  const outputs = traced(optimizer, blocks, needs, draws);
  const program = programOf(outputs.map(({ node }) => node));
  const inputOf = (node: graph.Node): number => (node.operation.kind === "input" ? node.operation.index : -1);
  const sources = program.sources.map(inputOf);
  const updates = outputs.map((_, output) => ({ output, source: sources.indexOf(output) }));
  const { plan, inPlace } = planOf(program, updates);
  const spare = outputs.map((_, output) =>
    inPlace[output] && updates[output].source >= 0 ? undefined : all[output].slice(),
  );
  const bound = bindPlan(plan, [
    ...sources.map((index) => all[index]),
    ...spare.map((array, output) => array ?? all[output]),
  ]);
  const numbers = new Float64Array(program.numbers.length);
  const names = knobNamesOf(optimizer);
  const places = program.numbers.map((node) => placeOf(node, names));
  const copies = spare.flatMap((array, output) => (array ? [{ from: array, to: all[output] }] : []));
  return {
    usesLoss: sources.includes(all.length - 1),
    run: (step, knobs) => {
      let keys: ReadonlyMap<string, number> | undefined;
      for (let index = 0; index < places.length; index++) {
        const place = places[index];
        if (place.kind === "knob") numbers[index] = knobs[place.index];
        else if (place.kind === "number") numbers[index] = place.value;
        else {
          keys ??= draws.keysFor({ step, microBatch: 0 });
          numbers[index] = keys.get(place.name) ?? Number.NaN;
        }
      }
      bound.run(numbers);
      for (const { from, to } of copies) to.set(from);
    },
  };
};

/** New weights, then new slots, over inputs numbered as weights, slots, gradients, loss. */
const traced = (
  optimizer: OptimizerSpec,
  blocks: readonly Block[],
  needs: readonly SlotNeed[],
  draws: Draws,
): readonly Tensor[] => {
  const input = (index: number, { length, dtype }: Block) => new Tensor(graph.input(index, [length], dtype));
  const slotsFrom = blocks.length;
  const gradientsFrom = slotsFrom + needs.length;
  const results = traceUpdate(optimizer, {
    blocks: blocks.map((block, index) => ({
      block,
      weights: input(index, block),
      gradient: input(gradientsFrom + index, block),
      slots: Object.fromEntries(
        needs.flatMap((need, slot) => (need.block === index ? [[need.name, input(slotsFrom + slot, block)]] : [])),
      ),
    })),
    knob: (name, dtype) => new Tensor(graph.knob(name, dtype)),
    loss: new Tensor(graph.input(gradientsFrom + blocks.length, [], "float64")),
    random: draws,
  });
  return [...results.map(({ weights }) => weights), ...needs.map(({ name, block }) => results[block].slots[name])];
};

/** Where a number of the program comes from. */
type Place =
  | { readonly kind: "knob"; readonly index: number }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "random"; readonly name: string };

const placeOf = ({ operation }: graph.Node, names: readonly string[]): Place => {
  if (operation.kind === "scalar") return { kind: "number", value: operation.value };
  const name = operation.kind === "knob" ? operation.name : "";
  const index = names.indexOf(name);
  return index >= 0 ? { kind: "knob", index } : { kind: "random", name };
};
