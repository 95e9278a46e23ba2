import { ThalwegError } from "../errors/thalweg-error.ts";
import { GradientIntake, type Gradients } from "../optimizers/gradient-intake.ts";
import { type HostWeight, hostWeights, type Weight } from "../optimizers/host-weights.ts";
import { Curvature } from "./curvature.ts";
import { type Descended, descend, emptyMemory, type LbfgsMemory, type LbfgsReason, type Place } from "./descent.ts";
import { byName, fromNames, joined, spread } from "./flat.ts";
import { type LbfgsOptions, type LbfgsSettings, lbfgsSettings } from "./lbfgs-options.ts";

/** The loss and its gradient, one array a parameter, at what the weights hold now. */
export type Closure = () => { readonly loss: number; readonly gradients: Gradients };

/** What a step did. */
export interface LbfgsStep {
  /** The loss where the step began. */
  readonly before: number;
  /** The loss where it ended. */
  readonly loss: number;
  readonly iterations: number;
  /** How often the closure was called. */
  readonly evaluations: number;
  readonly reason: LbfgsReason;
}

type Values = Readonly<Record<string, Float64Array>>;

/** A solver between two steps, by the names of the weights. */
export interface LbfgsState {
  readonly steps: number;
  /** Iterations since nothing was remembered. */
  readonly iterations: number;
  /** Oldest first: how far a move went, and how much the gradient changed along it. */
  readonly pairs: readonly { readonly s: Values; readonly y: Values }[];
  /** The last move and the gradient where it began. */
  readonly last?: { readonly s: Values; readonly gradient: Values };
}

/**
 * L-BFGS on plain typed arrays and anyone's gradients: w ← w − αHg, with the inverse Hessian H as the last
 * moves and changes of the gradient tell it, and α from a line search with the strong Wolfe conditions.
 * Changes `weights` in place. The closure must give the same loss at the same weights during a step.
 * Liu & Nocedal 1989; Nocedal & Wright 2006, algorithm 7.5. Memory 2 × historySize. Gradients of small
 * batches mislead it: use all data.
 *
 * @example
 * const weights = { w: Float64Array.of(5, -3) };
 * const solver = new Lbfgs(weights, { maxIterations: 20, changeTolerance: 1e-15 });
 * const { reason } = solver.step(() => {
 *   const [a, b] = weights.w;
 *   return { loss: (a - 1) ** 2 + 10 * (b - 2) ** 2, gradients: { w: [2 * (a - 1), 20 * (b - 2)] } };
 * });
 * reason; // { kind: "converged", by: "gradient" }
 * weights.w; // [1, 2]
 */
export class Lbfgs {
  private readonly parameters: readonly HostWeight[];
  private readonly intake: GradientIntake;
  private readonly settings: LbfgsSettings;
  private memory: LbfgsMemory;

  constructor(weights: Readonly<Record<string, Weight>>, options: LbfgsOptions = {}) {
    this.settings = lbfgsSettings("Lbfgs", options);
    this.parameters = hostWeights(weights, "Lbfgs");
    this.intake = new GradientIntake(this.parameters, 1);
    this.memory = emptyMemory(this.settings);
  }

  /**
   * Makes up to `maxIterations` iterations. The weights end where the loss is finite and no higher than
   * before, or without a line search where it is finite; if nothing such is found, they stay as they are.
   */
  step(closure: Closure): LbfgsStep {
    const start = joined(this.parameters.map(({ data }) => data));
    let reached = start;
    try {
      const place = this.placeAt(start, closure);
      const { place: end, ...others } = this.descend(place, closure);
      reached = end.x;
      return { before: place.loss, loss: end.loss, ...others };
    } finally {
      spread(reached, this.parameters);
    }
  }

  /** A copy of everything the solver remembers; the weights are yours to save. */
  state(): LbfgsState {
    const { steps, iterations, curvature, last } = this.memory;
    const named = (flat: Float64Array): Values => byName(flat, this.parameters);
    return {
      steps,
      iterations,
      pairs: curvature.pairs.map(({ s, y }) => ({ s: named(s), y: named(y) })),
      ...(last && { last: { s: named(last.s), gradient: named(last.gradient) } }),
    };
  }

  /** Continues from a saved state, to the bit. */
  load({ steps, iterations, pairs, last }: LbfgsState): void {
    const flat = (values: Values): Float64Array => fromNames(values, this.parameters);
    const curvature = new Curvature(this.settings.historySize);
    for (const { s, y } of pairs) curvature.add({ s: flat(s), y: flat(y) });
    const move = last && { s: flat(last.s), gradient: flat(last.gradient) };
    this.memory = { steps, iterations, curvature, last: move };
  }

  private descend(place: Place, closure: Closure): Descended {
    return descend(this.memory, place, (x) => this.placeAt(x, closure), this.settings);
  }

  private placeAt(x: Float64Array, closure: Closure): Place {
    spread(x, this.parameters);
    const result = closure();
    if (typeof result?.gradients !== "object") {
      const got = result instanceof Promise ? "a promise, for which a step cannot wait" : String(result);
      throw new ThalwegError("argument", `Lbfgs: the closure must return { loss, gradients }, got ${got}`);
    }
    const { loss, gradients } = result;
    const { ready } = this.intake.take(gradients);
    return { x, loss: ready ? loss : Number.NaN, gradient: joined(this.intake.arrays) };
  }
}
