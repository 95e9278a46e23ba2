import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { type HostWeight, zerosLike } from "./host-weights.ts";
import type { FloatArray } from "./saved-state.ts";

export type Gradients = Readonly<Record<string, ArrayLike<number>>>;

type Taken =
  | { readonly ready: true }
  | { readonly ready: false; readonly cause: "accumulating" | "non-finite"; readonly reason: string };

/** Checks gradients and adds them up until as many batches as an update takes have been seen. */
export class GradientIntake {
  /** The mean gradient of the batches of one update, one array a parameter. */
  readonly arrays: readonly FloatArray[];
  private readonly weights: readonly HostWeight[];
  private readonly microBatches: number;
  private readonly names: ReadonlySet<string>;
  private readonly given: ArrayLike<number>[] = [];
  /** Batches in `arrays`. */
  private batches = 0;

  constructor(
    weights: readonly HostWeight[],
    microBatches: number,
    arrays = weights.map(({ data }): FloatArray => zerosLike(data)),
  ) {
    this.weights = weights;
    this.arrays = arrays;
    this.microBatches = microBatches;
    this.names = new Set(weights.map(({ name }) => name));
  }

  /** Takes the gradients in. Says why there is no update yet; then nothing that is not finite was kept. */
  take(gradients: Gradients): Taken {
    const given = this.checked(gradients);
    const found = this.nonFinite(given);
    if (found !== undefined) return { ready: false, cause: "non-finite", reason: found };
    const isFirst = this.batches % this.microBatches === 0;
    this.batches = isFirst ? 1 : this.batches + 1;
    for (let index = 0; index < given.length; index++) {
      const own = this.arrays[index];
      const gradient = given[index];
      // The running mean, exactly the gradient itself where one batch is an update.
      if (isFirst) own.set(gradient);
      else for (let i = 0; i < own.length; i++) own[i] += (gradient[i] - own[i]) / this.batches;
    }
    if (this.batches === this.microBatches) return { ready: true };
    const reason = `accumulating: batch ${this.batches} of ${this.microBatches}`;
    return { ready: false, cause: "accumulating", reason };
  }

  /** The unfinished mean by `accumulated/parameter`, and how many batches are in it. */
  saved(): { readonly slots: Readonly<Record<string, FloatArray>>; readonly batches: number } {
    const slots = this.weights.map(({ name }, index) => [`${prefix}${name}`, this.arrays[index].slice()]);
    const batches = this.batches % this.microBatches;
    return { slots: this.microBatches > 1 ? Object.fromEntries(slots) : {}, batches };
  }

  load(slots: Readonly<Record<string, FloatArray>>, batches: number): void {
    this.batches = batches;
    for (const [index, { name }] of this.weights.entries()) {
      const saved = slots[`${prefix}${name}`];
      if (saved) this.arrays[index].set(saved);
    }
  }

  /** The gradients in the order of the weights. */
  private checked(gradients: Gradients): readonly ArrayLike<number>[] {
    for (const name in gradients) {
      if (this.names.has(name)) continue;
      const remedy = suggestion(name, [...this.names]);
      throw new ThalwegError("argument", `step: there is no parameter ${name}${remedy}`);
    }
    for (let index = 0; index < this.weights.length; index++) {
      const { name, data } = this.weights[index];
      const gradient = gradients[name];
      if (!gradient) throw new ThalwegError("argument", `step: the gradient of ${name} is missing`);
      if (gradient.length !== data.length) {
        throw new ThalwegError(
          "shape",
          `step: the gradient of ${name} must have ${data.length} values, got ${gradient.length}`,
        );
      }
      this.given[index] = gradient;
    }
    return this.given;
  }

  private nonFinite(gradients: readonly ArrayLike<number>[]): string | undefined {
    for (let index = 0; index < gradients.length; index++) {
      const gradient = gradients[index];
      const { name, data } = this.weights[index];
      // Most rules square gradients: a square that overflows would stay in their averages and come back as NaN.
      if (squaresOf(gradient) <= largest(data)) continue;
      for (let i = 0; i < gradient.length; i++) {
        if (!Number.isFinite(gradient[i])) return `gradient of ${name} is not finite at index ${i} (${gradient[i]})`;
      }
      return `gradient of ${name} is so large that its squares are not finite`;
    }
    return undefined;
  }
}

/** Σ xᵢ². Four sums, because one alone waits for every addition. */
const squaresOf = (values: ArrayLike<number>): number => {
  const whole = values.length - (values.length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < whole; i += 4) {
    a += values[i] * values[i];
    b += values[i + 1] * values[i + 1];
    c += values[i + 2] * values[i + 2];
    d += values[i + 3] * values[i + 3];
  }
  for (let i = whole; i < values.length; i++) a += values[i] * values[i];
  return a + b + c + d;
};

const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** The largest number of an array's dtype. */
const largest = (data: FloatArray): number => (data instanceof Float32Array ? largestFloat32 : Number.MAX_VALUE);

const prefix = "accumulated/";
