import type { Shape } from "../../graph/index.ts";
import { cosine } from "../../schedules/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { eigenbasis, refinedBasis } from "../matrices/eigenbasis.ts";
import { gramOf, multiplied, packed, packedShape, type Side, sidesOf, unpacked } from "../matrices/sides.ts";
import { count, decay, flag, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { route } from "../route.ts";
import { filled, type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface SoapOptions {
  /** η; 3e-3 unless given. */
  learningRate?: Hyper;
  /** β₁ of m; 0.95 unless given. */
  beta1?: Hyper;
  /** β₂ of v; 0.95 unless given. */
  beta2?: Hyper;
  /** β of the second moments L and R; 0.95 unless given. */
  shampooBeta?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ, decoupled; 0.01 unless given. */
  weightDecay?: Hyper;
  /** Every how many updates the bases are renewed; 10 unless given. */
  preconditionFrequency?: number;
  /** Longer sides keep their own axes; 10000 unless given. */
  maxPreconditionDimension?: number;
  /** Whether vectors are turned into a basis, too; false unless given. */
  preconditionVectors?: boolean;
  /** Whether m and v undo their start at 0; true unless given. */
  biasCorrection?: boolean;
}

const rules = {
  learningRate: notNegative,
  beta1: decay,
  beta2: decay,
  shampooBeta: decay,
  epsilon: notNegative,
  weightDecay: notNegative,
  preconditionFrequency: count,
  maxPreconditionDimension: count,
  preconditionVectors: flag,
  biasCorrection: flag,
};

type Scaling = Required<Pick<SoapOptions, "beta1" | "beta2" | "epsilon" | "biasCorrection">>;
type BasisScaling = Scaling & Required<Pick<SoapOptions, "shampooBeta" | "preconditionFrequency">>;

const moments = { m: zeroed, v: zeroed };
const counters = { mDecay: 1, vDecay: 1 };
const isFirst = ({ step }: { readonly step: number }): boolean => step === 1;
const still = (update: Tensor): Tensor => update.literal(0).expand(update.shape);

const momentNumbers =
  (biasCorrection: boolean) =>
  (context: { readonly beta1: number; readonly beta2: number; readonly counters: typeof counters }) => {
    const { beta1, beta2, counters: products } = context;
    products.mDecay *= beta1;
    products.vDecay *= beta2;
    const unbias = Math.sqrt(1 - products.vDecay) / (1 - products.mDecay);
    return { mGain: 1 - beta1, vGain: 1 - beta2, scale: biasCorrection ? unbias : 1 };
  };

/** Adam in a basis: GG holds the second moments of each side, Q their eigenvectors. The first update only makes these. */
const basisStage = (config: BasisScaling, sides: (shape: Shape) => readonly Side[]): Transform => {
  const squares = (shape: Shape): readonly Shape[] => sides(shape).map(({ size }) => [size, size]);
  const slot = filled(0, (shape) => packedShape(squares(shape)));
  const numbers = momentNumbers(config.biasCorrection);
  return transform({
    name: "scaleBySoap",
    config,
    rules,
    scope: "tensor",
    slots: { ...moments, gg: slot, q: slot },
    counters,
    knobs: (context) => ({ ...numbers(context), ggGain: 1 - context.shampooBeta }),
    occasions: {
      first: isFirst,
      renew: ({ step, preconditionFrequency }) => step % preconditionFrequency === 0,
    },
    update: ({ update, first, renew, gg: oldGg, q: oldQ, shampooBeta, ggGain, ...rest }) => {
      const own = sides(update.shape);
      const gg = unpacked(oldGg, squares(update.shape)).map((old, index) =>
        old.mul(shampooBeta).add(gramOf(update, own[index]).mul(ggGain)),
      );
      if (first) return { update: still(update), m: rest.m, v: rest.v, gg: packed(gg), q: packed(gg.map(eigenbasis)) };
      const q = unpacked(oldQ, squares(update.shape));
      const turned = (x: Tensor) => own.reduce((result, side, index) => multiplied(result, side, q[index]), x);
      const back = (x: Tensor) =>
        own.reduce((result, side, index) => multiplied(result, side, q[index].transpose()), x);
      const m = rest.m.mul(rest.beta1).add(update.mul(rest.mGain));
      const v = rest.v.mul(rest.beta2).add(turned(update).square().mul(rest.vGain));
      const direction = back(turned(m).div(v.sqrt().add(rest.epsilon))).mul(rest.scale);
      if (!renew) return { update: direction, m, v, gg: packed(gg), q: oldQ };
      const refined = gg.map((matrix, index) => refinedBasis(matrix, q[index]));
      // v moves with the basis vectors that it belongs to.
      const sorted = refined.reduce((result, { order }, index) => result.gather(order, own[index].axis), v);
      return { update: direction, m, v: sorted, gg: packed(gg), q: packed(refined.map(({ basis }) => basis)) };
    },
  });
};

/** The same for parameters that keep their own axes. */
const axesStage = (config: Scaling): Transform =>
  transform({
    name: "scaleBySoap",
    config,
    rules,
    slots: moments,
    counters,
    knobs: momentNumbers(config.biasCorrection),
    occasions: { first: isFirst },
    update: ({ update, first, m: oldM, v: oldV, beta1, beta2, epsilon, mGain, vGain, scale }) => {
      if (first) return { update: still(update), m: oldM, v: oldV };
      const m = oldM.mul(beta1).add(update.mul(mGain));
      const v = oldV.mul(beta2).add(update.square().mul(vGain));
      return { update: m.div(v.sqrt().add(epsilon)).mul(scale), m, v };
    },
  });

/** u ← −ηu, then λ of the weights it leads to, but at the first update. */
const stepAndDecay = (learningRate: Hyper, weightDecay: Hyper): Transform =>
  transform({
    name: "stepAndDecay",
    config: { learningRate, weightDecay },
    rules,
    knobs: ({ step, learningRate, weightDecay }) => ({ shrink: step === 1 ? 0 : learningRate * weightDecay }),
    update: ({ update, parameter, learningRate, shrink }) => {
      const moved = update.mul(learningRate.neg());
      return { update: moved.sub(parameter.add(moved).mul(shrink)) };
    },
  });

/**
 * SOAP: Adam in the basis of the eigenvectors of L ← βL + (1 − β)GGᵀ and R ← βR + (1 − β)GᵀG, where the second moments of
 * a matrix's gradient are nearly independent: w ← w − η Q_L·m̂′/(√v̂ + ε)·Q_Rᵀ, m′ = Q_LᵀmQ_R, v the average of
 * (Q_LᵀGQ_R)². Every few updates Q ← qr(LQ). Vyas et al. 2024, arXiv:2409.11321. Memory 2× and 2(m² + n²) numbers for
 * an [m, n] matrix, 2× for vectors, which keep their axes. The first update moves nothing: its gradient makes the bases.
 * Where gradients lack full rank, rounding chooses the basis of what they leave out, and so do the steps there.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, soap({ learningRate: 0.01, weightDecay: 0 }));
 * optimizer.step({ w: [10] });
 * weights.w[0]; // 5
 * optimizer.step({ w: [10] });
 * weights.w[0]; // 4.992839
 */
export const soap: Recipe<SoapOptions> = defineRecipe<SoapOptions>({
  name: "soap",
  command: "soap",
  summary: "Adam along the eigenvectors of the gradient's second moments",
  formula: "L ← βL + (1 − β)GGᵀ, R likewise with GᵀG, w ← w − η Q_L·adam(Q_LᵀGQ_R)·Q_Rᵀ, Q ← qr(LQ)",
  source: "Vyas et al. 2024, arXiv:2409.11321",
  memory: "2× for vectors, 2× + 2(m² + n²)/mn× for an [m, n] matrix: 6× where it is square",
  whenToUse: "Networks of moderately wide layers, when fewer steps are worth more time for each",
  knownIssue: "Memory and time grow with the square and the cube of a layer's sides; the first update moves nothing",
  rules,
  defaults: {
    learningRate: 3e-3,
    beta1: 0.95,
    beta2: 0.95,
    shampooBeta: 0.95,
    epsilon: 1e-8,
    weightDecay: 0.01,
    preconditionFrequency: 10,
    maxPreconditionDimension: 10_000,
    preconditionVectors: false,
    biasCorrection: true,
  },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.01, total: 5000 }), weightDecay: 0 },
    rosenbrock: { learningRate: cosine({ peak: 0.01, total: 5000 }), weightDecay: 0 },
    booth: { learningRate: cosine({ peak: 0.01, total: 5000 }), weightDecay: 0 },
    garments: { maxPreconditionDimension: 256 },
  },
  build: ({ learningRate, weightDecay, maxPreconditionDimension, preconditionVectors, ...options }) => {
    const { shampooBeta, preconditionFrequency, ...scaling } = options;
    const sides = (shape: Shape): readonly Side[] =>
      shape.length > 1 || preconditionVectors ? sidesOf(shape, maxPreconditionDimension) : [];
    return [
      route([
        { name: "turned", match: (_, shape) => sides(shape).length > 0, use: basisStage(options, sides) },
        { name: "plain", match: () => true, use: axesStage(scaling) },
      ]),
      stepAndDecay(learningRate, weightDecay),
    ];
  },
});
