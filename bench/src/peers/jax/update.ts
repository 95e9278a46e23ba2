import { jit, numpy as np, tree } from "@jax-js/jax";

/** Arrays by name. Every function here takes over the arrays it is given. */
export type Named = Record<string, np.Array>;

/** A parameter and what Adam remembers of it. */
export type Moments = { m: np.Array; v: np.Array; w: np.Array };

export type State = Record<string, Moments>;

export type Knobs = { learningRate: np.Array; mBias: np.Array; vBias: np.Array };

export interface Rule {
  readonly learningRate: number;
  /** λ of AdamW's decay. */
  readonly weightDecay?: number;
  /** Global norm to which gradients are scaled down. */
  readonly clip?: number;
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

export const startingState = (weights: Named): State =>
  Object.fromEntries(
    Object.entries(weights).map(([name, w]) => [name, { w, m: np.zeros(w.shape), v: np.zeros(w.shape) }]),
  );

/** The numbers of a step, counted from 1: bias corrections come from the host. */
export const knobsAt = (step: number, { learningRate }: Rule): Knobs => ({
  learningRate: np.array(learningRate),
  mBias: np.array(1 - beta1 ** step),
  vBias: np.array(1 - beta2 ** step),
});

/** Adam as in its optax, or AdamW. */
const adam = (g: np.Array, { w, m, v }: Moments, { learningRate, mBias, vBias }: Knobs, weightDecay = 0): Moments => {
  const nextM = m.mul(beta1).add(g.ref.mul(1 - beta1));
  const nextV = v.mul(beta2).add(np.square(g).mul(1 - beta2));
  const root = np.sqrt(nextV.ref.div(vBias.ref)).add(epsilon);
  const direction = nextM.ref.div(mBias.ref).div(root);
  const decayed = weightDecay === 0 ? direction : direction.add(w.ref.mul(weightDecay));
  return { w: w.sub(decayed.mul(learningRate.ref)), m: nextM, v: nextV };
};

const clipped = (gradients: Named, limit: number): Named => {
  const squares = Object.values(gradients).map((g) => np.square(g.ref).sum());
  const norm = np.sqrt(squares.reduce((sum, square) => sum.add(square)));
  const factor = np.minimum(np.array(limit).div(norm), 1);
  const scaled = Object.entries(gradients).map(([name, g]) => [name, g.mul(factor.ref)] as const);
  factor.dispose();
  return Object.fromEntries(scaled);
};

/** One update of all parameters. */
export const updated = (gradients: Named, state: State, knobs: Knobs, { weightDecay, clip }: Rule): State => {
  const used = clip === undefined ? gradients : clipped(gradients, clip);
  const next = Object.entries(state).map(([name, moments]) => [name, adam(used[name], moments, knobs, weightDecay)]);
  tree.dispose(knobs);
  return Object.fromEntries(next);
};

/** The update alone, as one jitted function. */
export const jittedUpdate = (rule: Rule) =>
  jit((gradients: Named, state: State, knobs: Knobs) => updated(gradients, state, knobs, rule));
