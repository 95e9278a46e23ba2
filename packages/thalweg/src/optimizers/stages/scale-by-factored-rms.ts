import type { Shape } from "../../graph/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { count, flag, notNegative, notPositive, oneOf, orNull, readOptions, share } from "../options.ts";
import { filled, type Hyper, type Transform, transform } from "../transform.ts";

export interface FactoredRmsOptions {
  /** κ ≤ 0 in β₂ = 1 − t^κ; −0.8 unless given. */
  beta2Decay?: Hyper;
  /** The most that β₂ can be; 1, no limit, unless given. */
  beta2?: Hyper;
  /** ε₁; 1e-30 unless given. null: the distance from 1 to the next number of the weights' dtype, as in PyTorch. */
  epsilon1?: Hyper | null;
  /** Whether ε₁ is added to u² ("squares", unless given) or is the least that √V and the mean of r can be ("root"). */
  epsilonForm?: "squares" | "root";
  /** Whether matrices keep factors; true unless given. */
  factored?: boolean;
  /** Which axes are factored: the "last" two, unless given, or the "largest" two, as in Optax. */
  factoredAxes?: "last" | "largest";
  /** The least extent of both axes for factors; 1 unless given. Optax's is 128. */
  factoredFrom?: number;
}

export const factoredRmsRules = {
  beta2Decay: notPositive,
  beta2: share,
  epsilon1: orNull(notNegative, "the dtype's own"),
  epsilonForm: oneOf(["squares", "root"]),
  factored: flag,
  factoredAxes: oneOf(["last", "largest"]),
  factoredFrom: count,
};

export const factoredRmsDefaults: Required<FactoredRmsOptions> = {
  beta2Decay: -0.8,
  beta2: 1,
  epsilon1: 1e-30,
  epsilonForm: "squares",
  factored: true,
  factoredAxes: "last",
  factoredFrom: 1,
};

type Factoring = Pick<Required<FactoredRmsOptions>, "factored" | "factoredAxes" | "factoredFrom">;

/** The axes of rows and columns; undefined where all squares are kept. */
const axesOf = (
  shape: Shape,
  { factored, factoredAxes, factoredFrom }: Factoring,
): readonly [number, number] | undefined => {
  if (!factored || shape.length < 2) return undefined;
  const axes = shape.map((_, axis) => axis);
  if (factoredAxes === "largest") axes.sort((a, b) => shape[a] - shape[b] || a - b);
  const [row, column] = axes.slice(-2);
  return Math.min(shape[row], shape[column]) < factoredFrom ? undefined : [row, column];
};

/**
 * Divides by the root of an average of squares of which a matrix keeps row and column means only:
 * r ← β₂r + (1 − β₂)·rowmeans(u²), c of columns alike, V = r·c/mean(r), u ← u/√V; vectors keep V itself.
 * β₂ = 1 − t^κ. Shazeer & Stern 2018, arXiv:1804.04235. Memory 0–1×: 1/m + 1/n for a matrix [m, n].
 *
 * @example
 * const frugal = chain(scaleByFactoredRms(), clipByBlockRms(1), scaleByLearningRate(1e-3));
 */
export const scaleByFactoredRms = (options: FactoredRmsOptions = {}): Transform =>
  factoredRmsStage(readOptions("scaleByFactoredRms", options, factoredRmsRules, factoredRmsDefaults));

/** The stage of options that were checked already. */
export const factoredRmsStage = ({
  epsilonForm,
  factored,
  factoredAxes,
  factoredFrom,
  epsilon1,
  ...config
}: Required<FactoredRmsOptions>): Transform => {
  const axesFor = (shape: Shape) => axesOf(shape, { factored, factoredAxes, factoredFrom });
  const inSquares = epsilonForm === "squares";
  // What a parameter has no use for is one number.
  const means = (which: 0 | 1) =>
    filled(0, (shape) => {
      const axes = axesFor(shape);
      return axes ? shape.filter((_, axis) => axis !== axes[which]) : [];
    });
  return transform({
    name: "scaleByFactoredRms",
    config: { ...config, epsilon1: epsilon1 ?? 0, epsilonForm, factored, factoredAxes },
    rules: factoredRmsRules,
    scope: "tensor",
    slots: { r: means(1), c: means(0), v: filled(0, (shape) => (axesFor(shape) ? [] : shape)) },
    knobs: ({ step, beta2, beta2Decay }) => {
      const keep = Math.min(beta2, 1 - step ** beta2Decay);
      return { keep, gain: 1 - keep };
    },
    update: ({ update, r: oldR, c: oldC, v: oldV, keep, gain, epsilon1: given }) => {
      const least = epsilon1 === null ? update.literal(update.dtype === "float64" ? 2 ** -52 : 2 ** -23) : given;
      const moved = (average: Tensor, value: Tensor): Tensor => average.mul(keep).add(value.mul(gain));
      const axes = axesFor(update.shape);
      const squares = inSquares ? update.square().add(least) : update.square();
      const floor = least.square();
      if (!axes) {
        const v = moved(oldV, squares);
        return { update: update.div((inSquares ? v : v.maximum(floor)).sqrt()), r: oldR, c: oldC, v };
      }
      const [row, column] = axes;
      const r = moved(oldR, squares.mean(column));
      const c = moved(oldC, squares.mean(row));
      const kept = (axis: number): Shape => update.shape.map((extent, other) => (other === axis ? 1 : extent));
      const rows = r.reshape(kept(column));
      const columns = c.reshape(kept(row));
      const mean = rows.mean(row, { keepDims: true });
      // Two roots: products of factors as small as 1e-30 would leave float32.
      const divided = inSquares
        ? update.div(rows.div(mean).sqrt()).div(columns.sqrt())
        : update.div(rows.div(mean.maximum(least)).mul(columns).maximum(floor).sqrt());
      return { update: divided, r, c, v: oldV };
    },
  });
};
