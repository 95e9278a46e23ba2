import { hasGaps } from "../compiler/index.ts";
import type { Arena, Device, Executable } from "../devices/device.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Node } from "../graph/index.ts";
import * as graph from "../graph/index.ts";
import { exclusive } from "./device.ts";
import type { RunKey } from "./draws.ts";
import { arenaOf, evaluateNodes, numberOf } from "./evaluate.ts";
import { RecentlyUsed } from "./recently-used.ts";
import { Tensor } from "./tensor.ts";
import {
  bytesOf,
  type CompileOptions,
  checkState,
  showBytes,
  type Trace,
  type TracedFunction,
  traceFunction,
} from "./trace-function.ts";
import { flatten, pathsOf, type Tree, unflatten } from "./tree.ts";

export type { CompileOptions, Trace } from "./trace-function.ts";

export interface RunOptions<I extends Tree, K extends string> extends Partial<RunKey> {
  /** Left out, or an empty list, for functions that take none. */
  readonly inputs?: I | readonly [];
  readonly knobs?: Readonly<Record<K, number>>;
  readonly training?: boolean;
  /** Which of several functions in one to run; each is compiled when it is first asked for. */
  readonly variant?: string;
}

/** Forms of one function kept at a time: shapes that come back are not compiled again. */
const keptForms = 64;

/** One traced form of the function, ready to run. */
interface Form<O extends Tree> extends TracedFunction<O> {
  readonly executable: Executable;
  /** Arenas that inputs from the host are copied into, and what they hold. */
  readonly staging: ({ readonly arena: Arena; readonly storage: graph.Storage } | undefined)[];
}

/**
 * A function `fn({ state, inputs, knobs, random, training }) → { state, outputs }` compiled into one
 * program. State stays on the device between runs; new values overwrite old ones where that is safe.
 * Forms for other shapes of the inputs are compiled when they first occur, on the same state.
 *
 * @example
 * const counter = compile(({ state, inputs }) => ({ state: state.add(inputs), outputs: state }), { state: zeros([]) });
 * await (await counter.run({ inputs: ones([]) })).item(); // 0
 * await (await counter.run({ inputs: ones([]) })).item(); // 1
 */
export const compile = <
  S extends Tree = Tensor,
  I extends Tree = Tensor,
  O extends Tree = Tensor,
  K extends string = never,
>(
  fn: (trace: Trace<S, I, K>) => { readonly state: S; readonly outputs: O },
  options: CompileOptions<S, K>,
): CompiledFunction<S, I, O, K> => new CompiledFunction(fn, options);

export class CompiledFunction<S extends Tree, I extends Tree, O extends Tree, K extends string> {
  private readonly fn: (trace: Trace<S, I, K>) => { readonly state: S; readonly outputs: O };
  private readonly options: CompileOptions<S, K>;
  private readonly forms = new RecentlyUsed<Form<O>>(keptForms);
  private readonly initial: readonly Tensor[];
  private state: { readonly device: Device; current: Arena[]; spare: (Arena | undefined)[] } | undefined;

  constructor(
    fn: (trace: Trace<S, I, K>) => { readonly state: S; readonly outputs: O },
    options: CompileOptions<S, K>,
  ) {
    this.fn = fn;
    this.options = options;
    this.initial = flatten(options.state);
  }

  /** Executes once: takes the state on and returns the outputs. */
  async run({
    inputs = [],
    knobs,
    training = false,
    variant = "",
    step = 0,
    microBatch = 0,
  }: RunOptions<I, K> = {}): Promise<O> {
    await this.start();
    const given = flatten(inputs);
    await evaluateNodes(given.map((input) => input.node));
    return exclusive(async (device) => {
      const form = await this.formFor(device, inputs, given, { training, variant });
      const { current, spare } = this.stateOn(device);
      const { program, executable, draws, like, changed, inPlace } = form;
      const sources = await Promise.all(
        program.sources.map((source) => {
          if (source.operation.kind !== "input") return arenaOf(source, device);
          const { index } = source.operation;
          if (index < current.length) return current[index];
          return this.staged(device, form, index - current.length, given[index - current.length]);
        }),
      );
      const outputs = program.outputs.map((item, output) => {
        const fresh = () => device.allocate(item.dtype, graph.sizeOf(item.shape));
        if (output >= changed.length) return fresh();
        const index = changed[output];
        if (inPlace[output]) return current[index];
        // Gaps are never written, so they need an arena that was zero from the start.
        if (hasGaps(item)) return fresh();
        spare[index] ??= fresh();
        return spare[index];
      });
      const keys = draws.keysFor({ step, microBatch });
      const numbers = Float64Array.from(program.numbers, (node) => this.number(node, knobs, keys));
      await device.run(executable, [...sources, ...outputs], numbers);
      changed.forEach((index, output) => {
        if (inPlace[output]) return;
        spare[index] = current[index];
        current[index] = outputs[output];
      });
      const tensors = flatten(like).map(({ shape }, index) => {
        const arena = outputs[changed.length + index];
        return new Tensor(graph.leaf({ dtype: arena.dtype, length: arena.length, arena }, shape));
      });
      return unflatten(like, tensors);
    });
  }

  /** Bytes a run on inputs of these shapes takes on the device, state and inputs included; nothing is executed. */
  bytesFor(inputs: I, mode: { readonly training: boolean; readonly variant?: string }): number {
    return bytesOf(traceFunction(this.fn, this.options, inputs, mode).plan);
  }

  /** Bytes a program may take on the device this function runs on. */
  budgetBytes(): Promise<number> {
    return exclusive(async (device) => device.capabilities.budgetBytes);
  }

  /** A copy of the state, as tensors on the host. */
  async read(): Promise<S> {
    await this.start();
    return exclusive(async (device) => {
      const values = await Promise.all(this.stateOn(device).current.map((arena) => device.download(arena)));
      return unflatten(
        this.options.state,
        values.map((value, index) => new Tensor(graph.hostLeaf(value, this.initial[index].shape))),
      );
    });
  }

  /** Replaces the state by tensors of the same shapes. */
  async write(state: S): Promise<void> {
    checkState("write was given", this.initial, flatten(state), pathsOf(this.options.state));
    await this.start();
    const values = await Promise.all(flatten(state).map((tensor) => tensor.data()));
    await exclusive(async (device) => {
      const { current } = this.stateOn(device);
      for (const [index, value] of values.entries()) device.upload(current[index], value);
    });
  }

  private async start(): Promise<void> {
    if (this.state) return;
    const values = await Promise.all(this.initial.map((tensor) => tensor.data()));
    await exclusive(async (device) => {
      if (this.state) return;
      const current = values.map((value, index) => {
        const arena = device.allocate(this.initial[index].dtype, value.length);
        device.upload(arena, value);
        return arena;
      });
      this.state = { device, current, spare: current.map(() => undefined) };
    });
  }

  private stateOn(device: Device) {
    if (!this.state || this.state.device !== device) {
      throw new ThalwegError(
        "device",
        "compile: this function's state is on another device; choose the device before its first run",
      );
    }
    return this.state;
  }

  /**
   * Inputs on the host go through one arena again and again, copied only when they are others than last
   * time; those on the device are used where they are.
   */
  private staged(device: Device, { staging }: Form<O>, index: number, { node }: Tensor): Arena | Promise<Arena> {
    const { operation } = node;
    if (operation.kind !== "leaf" || operation.storage.arena || !operation.storage.host) return arenaOf(node, device);
    const { storage } = operation;
    const last = staging[index];
    if (last?.storage === storage) return last.arena;
    const arena = last?.arena ?? device.allocate(storage.dtype, storage.length);
    device.upload(arena, operation.storage.host);
    staging[index] = { arena, storage };
    return arena;
  }

  private number(
    node: Node,
    knobs: Readonly<Record<string, number>> | undefined,
    keys: ReadonlyMap<string, number>,
  ): number {
    if (node.operation.kind !== "knob") return numberOf(node);
    const { name } = node.operation;
    const value = keys.get(name) ?? knobs?.[name];
    if (value === undefined) throw new ThalwegError("argument", `run: knob "${name}" has no value; pass it in knobs`);
    return value;
  }

  private formFor(
    device: Device,
    inputs: I | readonly [],
    given: readonly Tensor[],
    mode: { readonly training: boolean; readonly variant: string },
  ): Promise<Form<O>> {
    const key = `${mode.training}|${mode.variant}|${pathsOf(inputs)}|${given.map(({ dtype, shape }) => `${dtype}[${shape}]`)}`;
    return this.forms.get(key, async () => {
      const traced = traceFunction(this.fn, this.options, inputs, mode);
      const bytes = bytesOf(traced.plan);
      const { budgetBytes } = device.capabilities;
      if (bytes > budgetBytes) {
        throw new ThalwegError(
          "memory",
          `compile: the program needs ${showBytes(bytes)} for inputs ${given.map(({ shape }) => graph.showShape(shape)).join(", ")}, ` +
            `the device has ${showBytes(budgetBytes)}; use smaller batches or a smaller model`,
        );
      }
      return { ...traced, executable: await device.compile(traced.plan), staging: [] };
    });
  }
}
