import { hasGaps } from "../compiler/index.ts";
import type { Arena, Device, Executable } from "../devices/device.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import type { RunKey } from "./draws.ts";
import { arenaHere, arenaOf } from "./evaluate.ts";
import { Tensor } from "./tensor.ts";
import type { TracedFunction } from "./trace-function.ts";
import { flatten, sameForm, type Tree, unflatten } from "./tree.ts";

/** What a run is told besides its arrays. */
export interface RunNumbers extends Partial<RunKey> {
  readonly knobs?: Readonly<Record<string, number>>;
}

/** What distinguishes forms of one function, besides shapes and dtypes. */
export interface Mode {
  readonly training: boolean;
  readonly variant: string;
}

/** Arrays of the state: those that hold it, and those that take turns with them where it cannot be written over. */
export interface StateArenas {
  readonly device: Device;
  readonly current: Arena[];
  readonly spare: (Arena | undefined)[];
}

/** Stands for an array between runs, so that a form keeps nobody's arrays alive. */
const nothing: Arena = { device: "", dtype: "float32", length: 0 };

/** One traced form of a function, ready to run. What a run needs is made once and filled in anew each time. */
export class Form<O extends Tree> {
  private readonly traced: TracedFunction<O>;
  private readonly executable: Executable;
  private readonly mode: Mode;
  /** Placeholders in the form of the inputs. */
  private readonly inputs: Tree;
  private readonly shapes: readonly graph.Shape[];
  /** For each output that is state, whether it has gaps: those are never written, so they need an array that was zero. */
  private readonly gaps: readonly boolean[];
  /** Places of numbers that come with a run, and their names. */
  private readonly named: readonly { readonly at: number; readonly name: string }[];
  /** The sources, then the outputs. */
  private readonly bound: Arena[];
  private readonly numbers: Float64Array;
  /** Arenas that inputs from the host are copied into, and what they hold. */
  private readonly staging: ({ readonly arena: Arena; readonly storage: graph.Storage } | undefined)[] = [];

  constructor(traced: TracedFunction<O>, executable: Executable, inputs: Tree, mode: Mode) {
    this.traced = traced;
    this.executable = executable;
    this.mode = mode;
    const { program, changed, like } = traced;
    const place = ({ shape, dtype }: Tensor, index: number) => new Tensor(graph.input(index, shape, dtype));
    this.inputs = unflatten(inputs, flatten(inputs).map(place));
    this.shapes = flatten(like).map(({ shape }) => shape);
    this.gaps = changed.map((_, output) => hasGaps(program.outputs[output]));
    this.bound = [...program.sources, ...program.outputs].map(() => nothing);
    this.numbers = Float64Array.from(program.numbers, ({ operation }) =>
      operation.kind === "scalar" ? operation.value : Number.NaN,
    );
    this.named = program.numbers.flatMap(({ operation }, at) =>
      operation.kind === "knob" ? [{ at, name: operation.name }] : [],
    );
  }

  /** Whether this is the form for inputs like these. */
  fits(inputs: Tree, training: boolean, variant: string): boolean {
    return this.mode.training === training && this.mode.variant === variant && sameForm(this.inputs, inputs);
  }

  /** Executes once: takes the state on and returns the outputs. */
  async run(state: StateArenas, given: readonly Tensor[], numbers: RunNumbers): Promise<O> {
    try {
      this.fill(numbers);
      if (!this.bind(state, given)) await this.fetch(state, given);
      await state.device.run(this.executable, this.bound, this.numbers);
      return this.results(state);
    } finally {
      this.bound.fill(nothing);
    }
  }

  private fill({ knobs, step = 0, microBatch = 0 }: RunNumbers): void {
    const keys = this.traced.draws.keysFor({ step, microBatch });
    for (let index = 0; index < this.named.length; index++) {
      const { at, name } = this.named[index];
      const value = keys.get(name) ?? knobs?.[name];
      if (value === undefined) {
        throw new ThalwegError("argument", `run: knob "${name}" has no value; pass it in knobs`);
      }
      this.numbers[at] = value;
    }
  }

  /** Notes all arrays of a run; false where values of one are on another device. */
  private bind({ device, current, spare }: StateArenas, given: readonly Tensor[]): boolean {
    const { program, changed, inPlace } = this.traced;
    const { sources, outputs } = program;
    for (let at = 0; at < sources.length; at++) {
      const { operation } = sources[at];
      const index = operation.kind === "input" ? operation.index : -1;
      const arena =
        index < 0
          ? arenaHere(sources[at], device)
          : index < current.length
            ? current[index]
            : this.staged(device, index - current.length, given[index - current.length]);
      if (!arena) return false;
      this.bound[at] = arena;
    }
    for (let output = 0; output < outputs.length; output++) {
      const index = changed[output];
      const isNew = index === undefined || (!inPlace[output] && this.gaps[output]);
      if (!isNew && !inPlace[output]) spare[index] ??= this.fresh(device, output);
      const kept = isNew ? undefined : inPlace[output] ? current[index] : spare[index];
      this.bound[sources.length + output] = kept ?? this.fresh(device, output);
    }
    return true;
  }

  private fresh(device: Device, output: number): Arena {
    const { dtype, shape } = this.traced.program.outputs[output];
    return device.allocate(dtype, graph.sizeOf(shape));
  }

  /** As `bind`, once the values are here. */
  private async fetch(state: StateArenas, given: readonly Tensor[]): Promise<void> {
    for (const { node } of given) await arenaOf(node, state.device);
    for (const source of this.traced.program.sources) {
      if (source.operation.kind !== "input") await arenaOf(source, state.device);
    }
    this.bind(state, given);
  }

  /**
   * Inputs on the host go through one arena again and again, copied only when they are others than last
   * time; those on the device are used where they are.
   */
  private staged(device: Device, index: number, { node }: Tensor): Arena | undefined {
    const { operation } = node;
    if (operation.kind !== "leaf" || operation.storage.arena || !operation.storage.host) return arenaHere(node, device);
    const { storage } = operation;
    const last = this.staging[index];
    if (last?.storage === storage) return last.arena;
    const arena = last?.arena ?? device.allocate(storage.dtype, storage.length);
    device.upload(arena, operation.storage.host);
    this.staging[index] = { arena, storage };
    return arena;
  }

  /** Takes the state on and wraps what else was computed. */
  private results({ current, spare }: StateArenas): O {
    const { program, changed, inPlace, like } = this.traced;
    const first = program.sources.length;
    for (let output = 0; output < changed.length; output++) {
      if (inPlace[output]) continue;
      const index = changed[output];
      spare[index] = current[index];
      current[index] = this.bound[first + output];
    }
    const tensors = this.shapes.map((shape, index) => {
      const arena = this.bound[first + changed.length + index];
      return new Tensor(graph.leaf({ dtype: arena.dtype, length: arena.length, arena }, shape));
    });
    return unflatten(like, tensors);
  }
}
