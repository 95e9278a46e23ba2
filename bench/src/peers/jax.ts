import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { AdamTask, ClassifierTask, ProductTask, Side, Work } from "../side.ts";

type Layer = { weight: np.Array; bias: np.Array };
type Moments = { m: np.Array; v: np.Array; w: np.Array };
type Knobs = { learningRate: np.Array; mBias: np.Array; vBias: np.Array };

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

/** WebAssembly on the calling thread: its workers need the web's `Worker`, which Node does not have. */
export const startJax = async (): Promise<Side> => {
  if ("Worker" in globalThis) throw new Error("jax-js would start threads; this comparison is single-threaded");
  await init("wasm");
  defaultDevice("wasm");
  return { name: "jax-js", classifier, adam, product };
};

/** Adam as in its optax; bias corrections come from the host. Takes over what it is given, but not the knobs. */
const adamRule = (g: np.Array, { w, m, v }: Moments, { learningRate, mBias, vBias }: Knobs): Moments => {
  const nextM = m.mul(beta1).add(g.ref.mul(1 - beta1));
  const nextV = v.mul(beta2).add(np.square(g).mul(1 - beta2));
  const root = np.sqrt(nextV.ref.div(vBias.ref)).add(epsilon);
  const update = nextM.ref.div(mBias.ref).div(root).mul(learningRate.ref);
  return { w: w.sub(update), m: nextM, v: nextV };
};

const knobsAt = (step: number, learningRate: number) => ({
  learningRate: np.array(learningRate),
  mBias: np.array(1 - beta1 ** step),
  vBias: np.array(1 - beta2 ** step),
});

const lossOf = (layers: Layer[], x: np.Array, labels: np.Array): np.Array => {
  const last = layers.length - 1;
  const logits = layers.reduce((input, { weight, bias }, index) => {
    const output = np.matmul(input, weight).add(bias);
    return index < last ? nn.relu(output) : output;
  }, x);
  const classes = logits.shape[1];
  return nn.logSoftmax(logits).mul(nn.oneHot(labels, classes)).sum(-1).mean().neg();
};

type LayerState = { weight: Moments; bias: Moments };

const trainStep = (state: LayerState[], x: np.Array, labels: np.Array, knobs: Knobs) => {
  const layers = state.map(({ weight, bias }) => ({ weight: weight.w.ref, bias: bias.w.ref }));
  const [loss, gradients] = valueAndGrad(lossOf)(layers, x, labels);
  const next = state.map(({ weight, bias }, index) => ({
    weight: adamRule(gradients[index].weight, weight, knobs),
    bias: adamRule(gradients[index].bias, bias, knobs),
  }));
  tree.dispose(knobs);
  return { loss, next };
};

const startingMoments = (w: np.Array): Moments => ({ w, m: np.zeros(w.shape), v: np.zeros(w.shape) });

/** The whole step, update included, is one jitted function. */
const classifier = async ({ layers, x, labels, learningRate }: ClassifierTask): Promise<Work> => {
  let state: LayerState[] = layers.map(({ inputs, units, weight }) => ({
    weight: startingMoments(np.array(weight, { shape: [inputs, units] })),
    bias: startingMoments(np.zeros([units])),
  }));
  const inputs = np.array(x, { shape: [labels.length, layers[0].inputs] });
  const targets = np.array(labels);
  const jitted = jit(trainStep);
  let step = 0;
  let last = Number.NaN;
  return {
    run: async () => {
      step += 1;
      const { loss, next } = jitted(state, inputs.ref, targets.ref, knobsAt(step, learningRate));
      state = next;
      await blockUntilReady(state);
      [last] = await loss.data();
    },
    result: async () => last,
  };
};

const adam = async ({ weights, gradient, learningRate }: AdamTask): Promise<Work> => {
  const g = np.array(gradient);
  let state = startingMoments(np.array(weights));
  const update = jit((given: np.Array, moments: Moments, knobs: Knobs) => {
    const next = adamRule(given, moments, knobs);
    tree.dispose(knobs);
    return next;
  });
  let step = 0;
  return {
    run: async () => {
      step += 1;
      state = update(g.ref, state, knobsAt(step, learningRate));
      await blockUntilReady(state);
    },
    result: async () => (await state.w.ref.slice([0, 1]).data())[0],
  };
};

const product = async ({ size, a, b }: ProductTask): Promise<Work> => {
  const left = np.array(a, { shape: [size, size] });
  const right = np.array(b, { shape: [size, size] });
  const multiply = jit((x: np.Array, y: np.Array) => np.matmul(x, y));
  let last: np.Array | undefined;
  return {
    run: async () => {
      last?.dispose();
      last = multiply(left.ref, right.ref);
      await blockUntilReady(last);
    },
    result: async () => (last ? (await last.ref.data())[size + 1] : Number.NaN),
  };
};
