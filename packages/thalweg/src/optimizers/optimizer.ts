import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { showShape, sizeOf } from "../graph/index.ts";
import { type BoundUpdate, bindUpdate, type HostArrays } from "./bound-update.ts";
import type { OptimizerSpec } from "./chain.ts";
import { counterNamesOf, hostNumbers, knobNamesOf, named, startingNumbers } from "./knobs.ts";
import { type Block, slotsOf } from "./rule.ts";
import { type FloatArray, loadSlots, type OptimizerState, savedSlots } from "./saved-state.ts";

/** A parameter: a flat array, or one with the shape it stands for. */
export type Weight = FloatArray | { readonly data: FloatArray; readonly shape: Shape };

/** What a step did. */
export type StepResult =
  /** `step` counts from 1. */
  | { readonly applied: true; readonly step: number }
  /** Nothing was changed. */
  | { readonly applied: false; readonly reason: string };

export interface StepExtras {
  /** The loss, for rules that use it. */
  readonly loss?: number;
}

/**
 * An optimizer on plain typed arrays and anyone's gradients: it changes `weights` in place.
 *
 * @example
 * const weights = { w: Float64Array.of(-1, 1) };
 * const optimizer = new Optimizer(weights, adam({ learningRate: 0.01 }));
 * optimizer.step({ w: Float64Array.of(2, -4) }); // { applied: true, step: 1 }
 * weights.w; // Float64Array [-1.01, 1.01], but for ε
 */
export class Optimizer {
  private readonly spec: OptimizerSpec;
  private readonly blocks: readonly Block[];
  private readonly arrays: HostArrays;
  private readonly bound: BoundUpdate;
  /** Hyperparameters held at a value, in the order of knobNamesOf. */
  private readonly held: (number | undefined)[];
  /** In the order of counterNamesOf. */
  private counters: readonly number[];
  private applied = 0;

  /** `seed` matters only to rules that draw random numbers. */
  constructor(weights: Readonly<Record<string, Weight>>, optimizer: OptimizerSpec, { seed = 0 } = {}) {
    const entries = Object.entries(weights).map(([name, weight]) => ({ name, ...arrayOf(name, weight) }));
    if (entries.length === 0)
      throw new ThalwegError("argument", "Optimizer: weights must name at least one array, got none");
    this.spec = optimizer;
    this.blocks = entries.map(({ name, data, shape }): Block => {
      const dtype = data instanceof Float32Array ? "float32" : "float64";
      return { name, dtype, length: data.length, parameters: [{ name, shape, offset: 0 }] };
    });
    this.arrays = {
      weights: entries.map(({ data }) => data),
      gradients: entries.map(({ data }) => like(data, 0)),
      slots: slotsOf(optimizer, this.blocks).map(({ block, start }) => like(entries[block].data, start.fill)),
      loss: new Float64Array(1),
    };
    this.held = knobNamesOf(optimizer).map(() => undefined);
    this.counters = startingNumbers(optimizer);
    this.bound = bindUpdate(optimizer, this.blocks, this.arrays, seed);
  }

  /** How many steps were applied. */
  get steps(): number {
    return this.applied;
  }

  /** Takes one step against `gradients`, one array a parameter. A gradient that is not finite is refused and changes nothing. */
  step(gradients: Readonly<Record<string, ArrayLike<number>>>, { loss }: StepExtras = {}): StepResult {
    this.checkNames(gradients);
    for (let index = 0; index < this.blocks.length; index++) {
      const reason = this.take(index, gradients[this.blocks[index].name]);
      if (reason !== undefined) return { applied: false, reason };
    }
    if (this.bound.usesLoss) {
      if (loss === undefined)
        throw new ThalwegError("argument", "step: this optimizer's rule uses the loss; pass { loss }");
      this.arrays.loss[0] = loss;
    }
    const step = this.applied + 1;
    const { knobs, counters } = hostNumbers(this.spec, step, this.counters, this.held);
    this.bound.run(step, knobs);
    this.counters = counters;
    this.applied = step;
    return { applied: true, step };
  }

  /** The hyperparameters and what follows from them at the next step, by `stage/name`. */
  get hyperparameters(): Readonly<Record<string, number>> {
    return named(knobNamesOf(this.spec), hostNumbers(this.spec, this.applied + 1, this.counters, this.held).knobs);
  }

  /** Holds a hyperparameter at `value` from the next step on: `set("scaleByLearningRate/learningRate", 1e-4)`. */
  set(name: string, value: number): void {
    const names = knobNamesOf(this.spec);
    if (!names.includes(name)) {
      throw new ThalwegError("argument", `set: there is no hyperparameter ${name}${suggestion(name, names)}`);
    }
    if (!Number.isFinite(value))
      throw new ThalwegError("argument", `set: ${name} must be a finite number, got ${value}`);
    this.held[names.indexOf(name)] = value;
  }

  /** A copy of everything the optimizer remembers; the weights are yours to save. */
  state(): OptimizerState {
    return {
      step: this.applied,
      counters: named(counterNamesOf(this.spec), this.counters),
      slots: savedSlots(this.spec, this.blocks, this.arrays.slots),
    };
  }

  /** Continues from a saved state, to the bit. */
  load(saved: OptimizerState): void {
    loadSlots(this.spec, this.blocks, this.arrays.slots, saved);
    this.counters = counterNamesOf(this.spec).map((name) => saved.counters[name]);
    this.applied = saved.step;
  }

  private checkNames(gradients: Readonly<Record<string, ArrayLike<number>>>): void {
    for (const name in gradients) {
      if (this.blocks.some((block) => block.name === name)) continue;
      const names = this.blocks.map((block) => block.name);
      throw new ThalwegError("argument", `step: there is no parameter ${name}${suggestion(name, names)}`);
    }
  }

  /** Copies a gradient in; says why when it is not finite. */
  private take(index: number, gradient: ArrayLike<number> | undefined): string | undefined {
    const { name, length } = this.blocks[index];
    if (!gradient) throw new ThalwegError("argument", `step: the gradient of ${name} is missing`);
    if (gradient.length !== length) {
      throw new ThalwegError(
        "shape",
        `step: the gradient of ${name} must have ${length} values, got ${gradient.length}`,
      );
    }
    const own = this.arrays.gradients[index];
    for (let i = 0; i < length; i++) {
      const value = gradient[i];
      if (!Number.isFinite(value)) return `gradient of ${name} is not finite at index ${i} (${value})`;
      own[i] = value;
    }
    return undefined;
  }
}

const arrayOf = (name: string, weight: Weight): { data: FloatArray; shape: Shape } => {
  const { data, shape } = ArrayBuffer.isView(weight) ? { data: weight, shape: [weight.length] } : weight;
  if (!(data instanceof Float32Array || data instanceof Float64Array) || data.length === 0) {
    throw new ThalwegError("argument", `Optimizer: ${name} must be a Float32Array or Float64Array with values in it`);
  }
  if (sizeOf(shape) !== data.length) {
    throw new ThalwegError(
      "shape",
      `Optimizer: the shape ${showShape(shape)} of ${name} does not hold its ${data.length} values`,
    );
  }
  return { data, shape };
};

/** An array of the same type and length, filled. */
const like = (data: FloatArray, fill: number): FloatArray =>
  data instanceof Float32Array ? new Float32Array(data.length).fill(fill) : new Float64Array(data.length).fill(fill);
