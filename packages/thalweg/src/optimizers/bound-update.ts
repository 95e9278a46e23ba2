import { planOf, programOf } from "../compiler/index.ts";
import { bindPlan } from "../devices/reference/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import { Draws, Tensor } from "../tensor/index.ts";
import type { Block } from "./block.ts";
import type { OptimizerSpec } from "./chain.ts";
import { evaluationKnobNames } from "./evaluation.ts";
import { guardOver } from "./guard.ts";
import { knobNamesOf } from "./knobs.ts";
import { objectiveOf } from "./objective.ts";
import { traceEvaluation, traceUpdate } from "./rule.ts";
import type { FloatArray } from "./saved-state.ts";
import { type SlotNeed, slotsOf } from "./slots.ts";

/** The arrays of one optimizer on the host, by block; `slots` in the order of slotsOf. */
export interface HostArrays {
  readonly weights: readonly FloatArray[];
  readonly gradients: readonly FloatArray[];
  readonly slots: readonly FloatArray[];
  readonly loss: Float64Array;
}

/** An optimizer over given arrays, not yet compiled. */
export interface Binding {
  readonly optimizer: OptimizerSpec;
  readonly blocks: readonly Block[];
  readonly arrays: HostArrays;
  readonly seed: number;
  /** What is being minimized, from one flat tensor a block; for rules that differentiate it themselves. */
  readonly objective?: (weights: readonly Tensor[]) => Tensor;
}

/** An update compiled for given arrays, which running it changes in place. */
export interface BoundUpdate {
  readonly usesLoss: boolean;
  /**
   * Runs once with this step's numbers, in the order of knobNamesOf. False where a gradient that a rule took of the
   * objective is not finite; then nothing changed.
   */
  run(step: number, knobs: readonly number[]): boolean;
}

/** Compiles one kind of step of an optimizer and ties it to arrays. */
export const bindUpdate = (binding: Binding, occasions: string): BoundUpdate => {
  const { optimizer, blocks, arrays, seed } = binding;
  const needs = slotsOf(optimizer, blocks);
  const draws = new Draws(seed);
  const all = [...arrays.weights, ...arrays.slots, ...arrays.gradients, arrays.loss];
  const { next, bad } = tracedUpdate(binding, needs, draws, occasions);
  const program = programOf([...next, ...bad].map(({ node }) => node));
  const sources = program.sources.map(inputOf);
  const updates = next.map((_, output) => ({ output, source: sources.indexOf(output) }));
  const { plan, inPlace } = planOf(program, updates);
  const spare = next.map((_, output) =>
    inPlace[output] && updates[output].source >= 0 ? undefined : all[output].slice(),
  );
  const verdict = bad.map(() => new Float64Array(1));
  const bound = bindPlan(plan, [
    ...program.sources.map((source) => arrayOf(source, all)),
    ...spare.map((array, output) => array ?? all[output]),
    ...verdict,
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
      return verdict.every(([value]) => value === 0);
    },
  };
};

/** Compiles the evaluation weights of an optimizer over its arrays; run gives one array a block. */
export const bindEvaluation = ({
  optimizer,
  blocks,
  arrays,
}: Binding): ((knobs: Readonly<Record<string, number>>) => readonly FloatArray[]) => {
  const needs = slotsOf(optimizer, blocks);
  const all = [...arrays.weights, ...arrays.slots];
  const knob = (name: string, dtype: Block["dtype"]) => new Tensor(graph.knob(name, dtype));
  const outputs = traceEvaluation(optimizer, blocksOf(blocks, needs), knob);
  const program = programOf(outputs.map(({ node }) => node));
  const names = evaluationKnobNames(optimizer);
  const places = program.numbers.map((node) => placeOf(node, names));
  const results = arrays.weights.map((weights) => weights.slice());
  const bound = bindPlan(planOf(program).plan, [...program.sources.map((source) => arrayOf(source, all)), ...results]);
  return (knobs) => {
    bound.run(
      Float64Array.from(places, (place) => (place.kind === "knob" ? knobs[names[place.index]] : numberAt(place))),
    );
    return results.map((result) => result.slice());
  };
};

const input = (index: number, length: number, dtype: Block["dtype"]) => new Tensor(graph.input(index, [length], dtype));

/** Blocks over inputs numbered as weights, then slots. */
const blocksOf = (blocks: readonly Block[], needs: readonly SlotNeed[]) =>
  blocks.map((block, index) => ({
    block,
    weights: input(index, block.length, block.dtype),
    slots: Object.fromEntries(
      needs.flatMap((need, slot) =>
        need.block === index ? [[need.name, input(blocks.length + slot, need.length, block.dtype)]] : [],
      ),
    ),
  }));

/**
 * New weights, then new slots, over inputs numbered as weights, slots, gradients, loss. Where rules take gradients of
 * the objective, `bad` is one number, not 0 unless all of them are finite, and all new values are the old ones then.
 */
const tracedUpdate = (
  { optimizer, blocks, objective }: Binding,
  needs: readonly SlotNeed[],
  draws: Draws,
  occasions: string,
): { readonly next: readonly Tensor[]; readonly bad: readonly Tensor[] } => {
  const gradientsFrom = blocks.length + needs.length;
  const traced = blocksOf(blocks, needs);
  const seen: Tensor[] = [];
  const verdict = guardOver(seen);
  const results = traceUpdate(optimizer, {
    blocks: traced.map((entry, index) => ({
      ...entry,
      gradient: input(gradientsFrom + index, entry.block.length, entry.block.dtype),
    })),
    knob: (name, dtype) => new Tensor(graph.knob(name, dtype)),
    occasions,
    loss: new Tensor(graph.input(gradientsFrom + blocks.length, [], "float64")),
    random: draws,
    ...(objective && {
      objective: objectiveOf(
        objective,
        traced.map(({ weights }) => weights),
        (gradients) => seen.push(...gradients),
      ),
    }),
    keep: (value, old) => (seen.length === 0 ? value : verdict().keep(value, old)),
  });
  const slots = needs.map(({ name, block }) => results[block].slots[name]);
  return {
    next: [...results.map(({ weights }) => weights), ...slots],
    bad: seen.length === 0 ? [] : [verdict().bad.toType("float64")],
  };
};

const inputOf = ({ operation }: graph.Node): number => (operation.kind === "input" ? operation.index : -1);

/** The array behind a source: one of the optimizer's, or a constant that the function closed over. */
const arrayOf = (source: graph.Node, all: readonly FloatArray[]): TypedArray => {
  if (source.operation.kind === "input") return all[source.operation.index];
  if (source.operation.kind === "leaf" && source.operation.storage.host) return source.operation.storage.host;
  throw new ThalwegError(
    "trace",
    "minimize: the function uses a tensor whose values are on a device; build it with tensor(await x.data(), x.shape)",
  );
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

const numberAt = (place: Place): number => (place.kind === "number" ? place.value : Number.NaN);
