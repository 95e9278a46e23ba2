import type { Device, Plan } from "../devices/device.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import { acquire, exclusive, release } from "./device.ts";
import type { RunKey } from "./draws.ts";
import { evaluateNodes } from "./evaluate.ts";
import { Form, type StateArenas } from "./form.ts";
import { RecentlyUsed } from "./recently-used.ts";
import { Tensor } from "./tensor.ts";
import {
  bytesOf,
  type CompileOptions,
  checkState,
  showBytes,
  sourceOf,
  type Trace,
  traceFunction,
} from "./trace-function.ts";
import { forbidWhileTracing } from "./tracing.ts";
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
  /** The form that ran last. */
  private latest: Form<O> | undefined;
  private state: StateArenas | undefined;

  constructor(
    fn: (trace: Trace<S, I, K>) => { readonly state: S; readonly outputs: O },
    options: CompileOptions<S, K>,
  ) {
    this.fn = fn;
    this.options = options;
    this.initial = flatten(options.state);
  }

  /** Executes once: takes the state on and returns the outputs. */
  async run(options: RunOptions<I, K> = {}): Promise<O> {
    forbidWhileTracing("running a compiled function");
    if (!this.state) await this.start();
    const given = options.inputs ? flatten(options.inputs) : none;
    if (given.some(isComputed)) await evaluateNodes(given.map(({ node }) => node));
    const entered = acquire();
    const device = entered instanceof Promise ? await entered : entered;
    try {
      const form = this.formNow(options) ?? (await this.formFor(device, options, given));
      this.latest = form;
      return await form.run(this.stateOn(device), given, options);
    } finally {
      release();
    }
  }

  /** Bytes a run on inputs of these shapes takes on the device, state and inputs included; nothing is executed. */
  bytesFor(inputs: I, mode: { readonly training: boolean; readonly variant?: string }): number {
    return bytesOf(traceFunction(this.fn, this.options, inputs, mode).plan);
  }

  /** The plan of a run on inputs of these shapes, and which of its arrays each input is (−1: none); nothing is executed. */
  planFor(
    inputs: I,
    mode: { readonly training: boolean; readonly variant?: string },
  ): { readonly plan: Plan; readonly inputs: readonly number[] } {
    const { plan, program } = traceFunction(this.fn, this.options, inputs, mode);
    const places = flatten(inputs).map((_, index) => sourceOf(program, this.initial.length + index));
    return { plan, inputs: places };
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

  /** Goes on with a copy of the state, until the function this gives puts the state itself back, to the bit. */
  async setAside(): Promise<() => void> {
    await this.start();
    return exclusive(async (device) => {
      const kept = this.stateOn(device);
      const copies = kept.current.map(async (arena) => {
        const copy = device.allocate(arena.dtype, arena.length);
        device.upload(copy, await device.download(arena));
        return copy;
      });
      const current = await Promise.all(copies);
      this.state = { device, current, spare: current.map(() => undefined) };
      return () => {
        this.state = kept;
      };
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

  private stateOn(device: Device): StateArenas {
    if (!this.state || this.state.device !== device) {
      throw new ThalwegError(
        "device",
        "compile: this function's state is on another device; choose the device before its first run",
      );
    }
    return this.state;
  }

  /** The form that ran last, where it fits again. */
  private formNow({ inputs = none, training = false, variant = "" }: RunOptions<I, K>): Form<O> | undefined {
    return this.latest?.fits(inputs, training, variant) ? this.latest : undefined;
  }

  private formFor(
    device: Device,
    { inputs = none, training = false, variant = "" }: RunOptions<I, K>,
    given: readonly Tensor[],
  ): Promise<Form<O>> {
    const mode = { training, variant };
    const key = `${training}|${variant}|${pathsOf(inputs)}|${given.map(({ dtype, shape }) => `${dtype}[${shape}]`)}`;
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
      return new Form(traced, await device.compile(traced.plan), inputs, mode);
    });
  }
}

const none: readonly [] = [];

const isComputed = ({ node }: Tensor): boolean => node.operation.kind !== "leaf";
