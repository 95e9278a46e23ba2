import { type Program, planOf, programOf, type Update } from "../compiler/index.ts";
import type { Plan } from "../devices/device.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import { type DType, itemBytes } from "../kernels/dtype.ts";
import { Draws } from "./draws.ts";
import { Tensor } from "./tensor.ts";
import { whileTracing } from "./tracing.ts";
import { flatten, pathsOf, type Tree, unflatten } from "./tree.ts";

/** What a compiled function sees; it must be pure. */
export interface Trace<S extends Tree, I extends Tree, K extends string> {
  readonly state: S;
  readonly inputs: I;
  /** Host numbers that change between runs without recompiling. */
  readonly knobs: Readonly<Record<K, Tensor>>;
  /** Random tensors, fresh at every run. */
  readonly random: Draws;
  readonly training: boolean;
  /** Which of several functions in one this run is; "" unless asked for. */
  readonly variant: string;
}

export interface CompileOptions<S extends Tree, K extends string> {
  readonly state: S;
  readonly knobs?: readonly K[];
  /** dtype knobs are seen in; float32 unless said. */
  readonly knobType?: DType;
  readonly seed?: number;
}

/** A function traced for given shapes, dtypes, `training` and variant. */
export interface TracedFunction<O extends Tree> {
  readonly program: Program;
  readonly plan: Plan;
  readonly draws: Draws;
  /** Outputs as traced: their form and shapes. */
  readonly like: O;
  /** States that take on a new value, by position. */
  readonly changed: readonly number[];
  /** For each of them, whether the new value is written over the old one. */
  readonly inPlace: readonly boolean[];
}

/** Runs `fn` on placeholders: states come first among the inputs of the program. */
export const traceFunction = <S extends Tree, I extends Tree, O extends Tree, K extends string>(
  fn: (trace: Trace<S, I, K>) => { readonly state: S; readonly outputs: O },
  options: CompileOptions<S, K>,
  inputs: I | readonly [],
  { training, variant = "" }: { readonly training: boolean; readonly variant?: string },
): TracedFunction<O> => {
  const initial = flatten(options.state);
  const place = (tensor: Tensor, index: number) => new Tensor(graph.input(index, tensor.shape, tensor.dtype));
  const places = initial.map(place);
  const given = flatten(inputs).map((tensor, index) => place(tensor, initial.length + index));
  const knobType = options.knobType ?? "float32";
  const knobs = Object.fromEntries((options.knobs ?? []).map((name) => [name, new Tensor(graph.knob(name, knobType))]));
  const draws = new Draws(options.seed ?? 0);
  const { state, outputs } = whileTracing(() =>
    fn({
      state: unflatten(options.state, places),
      // Only a function that looks at no inputs is run without them.
      inputs: unflatten(inputs, given) as I,
      knobs: knobs as Record<K, Tensor>,
      random: draws,
      training,
      variant,
    }),
  );
  const next = flatten(state);
  checkState("fn returned", initial, next, pathsOf(options.state));
  const changed = next.flatMap((value, index) => (value.node === places[index].node ? [] : [index]));
  const program = programOf([...changed.map((index) => next[index]), ...flatten(outputs)].map(({ node }) => node));
  checkSources(program, new Set([...places, ...given].map(({ node }) => node)));
  const updates = changed.map((index, output): Update => ({ output, source: sourceOf(program, index) }));
  return { program, ...planOf(program, updates), draws, like: outputs, changed };
};

/** Device memory of a plan: its own, and the arrays it is bound to. */
export const bytesOf = (plan: Plan): number => {
  const bound = new Map<number, number>();
  for (const { dtype, length, place } of plan.slots) {
    if (place.kind === "bound") bound.set(place.index, length * itemBytes[dtype]);
  }
  return [...bound.values()].reduce((total, bytes) => total + bytes, ownBytesOf(plan));
};

/** Temporaries and what is kept, those of the loops in it included. */
const ownBytesOf = ({ slots, scratchBytes, instructions }: Plan): number => {
  const kept = slots.reduce(
    (sum, { dtype, length, place }) => (place.kind === "kept" ? sum + length * itemBytes[dtype] : sum),
    0,
  );
  return instructions.reduce(
    (sum, each) => (each.kind === "loop" ? sum + ownBytesOf(each.step) : sum),
    scratchBytes + kept,
  );
};

export const showBytes = (bytes: number): string =>
  bytes < 2 ** 30 ? `${Math.ceil(bytes / 2 ** 20)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** Throws when a program reads places of something else that was traced, which would be taken for its own. */
const checkSources = ({ sources }: Program, own: ReadonlySet<graph.Node>): void => {
  if (sources.every((source) => source.operation.kind !== "input" || own.has(source))) return;
  throw new ThalwegError(
    "trace",
    "compile: fn uses a tensor from inside a scan's body or another compiled function, which has no value outside; " +
      "return it there as carry or output",
  );
};

/** The source that holds a state, or an input behind all states; −1 for one nobody reads. */
export const sourceOf = (program: Program, position: number): number =>
  program.sources.findIndex(({ operation }) => operation.kind === "input" && operation.index === position);

/** Throws unless `next` is as `old` in number, shapes and dtypes; `what` says who gave it. */
export const checkState = (
  what: string,
  old: readonly Tensor[],
  next: readonly Tensor[],
  paths: readonly string[],
): void => {
  old.forEach((tensor, index) => {
    const value = next[index];
    if (value && graph.sameShape(value.shape, tensor.shape) && value.dtype === tensor.dtype) return;
    const found = value ? `${value.dtype} ${graph.showShape(value.shape)}` : "nothing";
    throw new ThalwegError(
      "trace",
      `compile: state "${paths[index]}" is ${tensor.dtype} ${graph.showShape(tensor.shape)} but ${what} ${found}; ` +
        "a state keeps its form, shapes and dtypes",
    );
  });
};
