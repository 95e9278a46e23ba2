import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Tensor } from "../tensor/index.ts";
import { type OptimizerLike, unwrapped } from "./accumulate.ts";
import type { BlockParameter } from "./block.ts";
import { type Binding, type BoundUpdate, bindEvaluation, bindUpdate } from "./bound-update.ts";
import { evaluationKnobs } from "./evaluation.ts";
import { GradientIntake, type Gradients } from "./gradient-intake.ts";
import { gather, type HostBlock, hostBlocks, rangeOf, scatter } from "./host-blocks.ts";
import { hostWeights, type Weight } from "./host-weights.ts";
import { checkHyper, counterNamesOf, hostNumbers, knobNamesOf, named, startingNumbers } from "./knobs.ts";
import { checkPolicy, checkSkip, type NonFinitePolicy } from "./non-finite.ts";
import { type FloatArray, loadSlots, type OptimizerState, savedSlots } from "./saved-state.ts";
import { slotsOf, startingSlot } from "./slots.ts";
import { flatStretch } from "./split.ts";

/** What a step did. */
export type StepResult =
  /** `step` counts from 1. */
  | { readonly applied: true; readonly step: number }
  /** The weights stay as they are: batches are being accumulated, or a gradient is not finite. */
  | { readonly applied: false; readonly cause: "accumulating" | "non-finite"; readonly reason: string };

export interface StepExtras {
  /** The loss, for rules that use it. */
  readonly loss?: number;
}

export interface OptimizerSettings extends NonFinitePolicy {
  /** Matters only to rules that draw random numbers; 0 unless given. */
  readonly seed?: number;
  /** What is being minimized, from one flat tensor a parameter, for rules that differentiate it themselves. */
  readonly objective?: (weights: readonly Tensor[]) => Tensor;
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
  private readonly binding: Binding;
  private readonly policy: NonFinitePolicy;
  private readonly names: readonly string[];
  private readonly hosted: readonly HostBlock[];
  private readonly intake: GradientIntake;
  /** One program for each combination of occasions, compiled when it first comes up. */
  private readonly programs = new Map<string, BoundUpdate>();
  /** Hyperparameters held at a value, in the order of knobNamesOf. */
  private readonly held: (number | undefined)[];
  /** In the order of counterNamesOf. */
  private counters: readonly number[];
  private applied = 0;
  private skippedInARow = 0;
  private skippedInAll = 0;

  constructor(
    weights: Readonly<Record<string, Weight>>,
    optimizer: OptimizerLike,
    { seed = 0, objective, ...policy }: OptimizerSettings = {},
  ) {
    checkPolicy("Optimizer", policy);
    this.policy = policy;
    const { use, microBatches } = unwrapped(optimizer, "Optimizer");
    const entries = hostWeights(weights);
    this.names = entries.map(({ name }) => name);
    this.hosted = hostBlocks(entries, use);
    const blocks = this.hosted.map(({ block }) => block);
    const gradients = this.hosted.map((hosted) => hosted.gradients);
    this.intake = new GradientIntake(entries, microBatches, this.byName(gradients, rangeOf));
    gather(this.hosted);
    const arrays = {
      weights: this.hosted.map((hosted) => hosted.weights),
      gradients,
      slots: slotsOf(use, blocks).map((need) => startingSlot(need, this.hosted[need.block].weights)),
      loss: new Float64Array(1),
    };
    this.held = knobNamesOf(use).map(() => undefined);
    this.counters = startingNumbers(use);
    const whole = objective && ((tensors: readonly Tensor[]) => objective(this.byName(tensors, flatStretch)));
    this.binding = { optimizer: use, blocks, arrays, seed, ...(whole && { objective: whole }) };
    this.programFor(hostNumbers(use, 1, this.counters, this.held).occasions);
  }

  /** How many steps were applied. */
  get steps(): number {
    return this.applied;
  }

  /** How many steps were left out because a gradient was not finite, since this optimizer was made. */
  get skipped(): number {
    return this.skippedInAll;
  }

  /** Takes one step against `gradients`, one array a parameter. A gradient that is not finite is refused and changes nothing. */
  step(gradients: Gradients, { loss }: StepExtras = {}): StepResult {
    const taken = this.intake.take(gradients);
    if (!taken.ready) {
      if (taken.cause === "non-finite") return this.leaveOut(taken.reason);
      this.skippedInARow = 0;
      return { applied: false, cause: taken.cause, reason: taken.reason };
    }
    const { optimizer, arrays } = this.binding;
    const step = this.applied + 1;
    const { knobs, counters, occasions } = hostNumbers(optimizer, step, this.counters, this.held);
    const program = this.programFor(occasions);
    if (program.usesLoss) {
      if (loss === undefined)
        throw new ThalwegError("argument", "step: this optimizer's rule uses the loss; pass { loss }");
      arrays.loss[0] = loss;
    }
    gather(this.hosted);
    if (!program.run(step, knobs)) return this.leaveOut("a gradient that the optimizer takes itself is not finite");
    scatter(this.hosted);
    this.counters = counters;
    this.applied = step;
    this.skippedInARow = 0;
    return { applied: true, step };
  }

  /**
   * The weights to evaluate with, by name: averages for optimizers that keep them (schedule-free,
   * emaWeights), otherwise copies of the weights themselves.
   */
  evaluationWeights(): Readonly<Record<string, FloatArray>> {
    const { optimizer } = this.binding;
    const counters = named(counterNamesOf(optimizer), this.counters);
    const place = { step: this.applied, counters, overrides: this.overrides() };
    gather(this.hosted);
    const arrays = bindEvaluation(this.binding)(evaluationKnobs(optimizer, place));
    const parts = this.byName(arrays, (array, parameter) => rangeOf(array, parameter).slice());
    return Object.fromEntries(parts.map((part, index) => [this.names[index], part]));
  }

  /** The hyperparameters and what follows from them at the next step, by `stage/name`. */
  get hyperparameters(): Readonly<Record<string, number>> {
    const { optimizer } = this.binding;
    return named(knobNamesOf(optimizer), hostNumbers(optimizer, this.applied + 1, this.counters, this.held).knobs);
  }

  /** Holds a hyperparameter at `value` from the next step on: `set("scaleByLearningRate/learningRate", 1e-4)`. */
  set(name: string, value: number): void {
    const { optimizer } = this.binding;
    checkHyper(optimizer, name, value);
    this.held[knobNamesOf(optimizer).indexOf(name)] = value;
  }

  /** A copy of everything the optimizer remembers; the weights are yours to save. */
  state(): OptimizerState {
    const { optimizer, blocks, arrays } = this.binding;
    const { slots, batches } = this.intake.saved();
    return {
      step: this.applied,
      batches,
      counters: named(counterNamesOf(optimizer), this.counters),
      held: this.overrides(),
      slots: { ...savedSlots(optimizer, blocks, arrays.slots), ...slots },
    };
  }

  /** Continues from a saved state, to the bit. */
  load(saved: OptimizerState): void {
    const { optimizer, blocks, arrays } = this.binding;
    const pending = this.intake.saved().slots;
    loadSlots(optimizer, blocks, arrays.slots, saved, pending);
    this.intake.load(saved.slots, saved.batches ?? 0);
    this.counters = counterNamesOf(optimizer).map((name) => saved.counters[name]);
    for (const [index, name] of knobNamesOf(optimizer).entries()) this.held[index] = saved.held?.[name];
    this.applied = saved.step;
    this.skippedInARow = 0;
  }

  /** One part a parameter, in the order of the weights given, out of one whole a block. */
  private byName<T>(wholes: readonly T[], part: (whole: T, parameter: BlockParameter) => T): T[] {
    const parts = new Map(
      this.hosted.flatMap(({ block }, index) =>
        block.parameters.map((parameter) => [parameter.name, part(wholes[index], parameter)] as const),
      ),
    );
    return this.names.flatMap((name) => parts.get(name) ?? []);
  }

  /** Hyperparameters held at a value, by `stage/name`. */
  private overrides(): Readonly<Record<string, number>> {
    const names = knobNamesOf(this.binding.optimizer);
    return Object.fromEntries(
      this.held.flatMap((value, index) => (value === undefined ? [] : [[names[index], value]])),
    );
  }

  /** Counts a step that a gradient which is not finite leaves out; throws where the policy does not allow it. */
  private leaveOut(reason: string): StepResult {
    this.skippedInAll++;
    checkSkip(this.policy, reason, ++this.skippedInARow);
    return { applied: false, cause: "non-finite", reason };
  }

  private programFor(occasions: string): BoundUpdate {
    const known = this.programs.get(occasions);
    if (known) return known;
    const program = bindUpdate(this.binding, occasions);
    this.programs.set(occasions, program);
    return program;
  }
}
