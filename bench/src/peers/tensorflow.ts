import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
// Brings the gradients of the operations.
import "@tensorflow/tfjs-layers";
import type { Side, Unable, Work } from "../side.ts";
import type { ClassifierSpec, ConvolutionalSpec, ProductSpec, RosenbrockSpec, Task, UpdateSpec } from "../task.ts";

type Weights = Readonly<Record<string, tf.Variable>>;

const adam = (learningRate: number) => tf.train.adam(learningRate, 0.9, 0.999, 1e-8);

const tensorOf = ({ shape, values }: Task["data"][string]): tf.Tensor =>
  tf.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32");

const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}_${index}`);

const dense = (x: tf.Tensor, weights: Weights, name: string): tf.Tensor => {
  const product = tf.matMul(x, weights[`${name}/weight`]);
  const bias = weights[`${name}/bias`];
  return bias ? tf.add(product, bias) : product;
};

/** By the statistics of the batch. */
const normalized = (x: tf.Tensor, weights: Weights, name: string): tf.Tensor => {
  const { mean, variance } = tf.moments(x, 0, true);
  const factor = tf.mul(tf.rsqrt(tf.add(variance, 1e-5)), weights[`${name}/scale`]);
  return tf.add(tf.mul(tf.sub(x, mean), factor), weights[`${name}/shift`]);
};

const classifier = ({ widths, batchNorm }: ClassifierSpec, weights: Weights, x: tf.Tensor): tf.Tensor => {
  const last = widths.length - 2;
  let y = x;
  for (let index = 0; index <= last; index += 1) {
    y = dense(y, weights, numbered("dense", index));
    if (index < last) y = tf.relu(batchNorm ? normalized(y, weights, numbered("batchNorm", index)) : y);
  }
  return y;
};

const convolutional = (
  { side, filters, kernel, batch }: ConvolutionalSpec,
  weights: Weights,
  x: tf.Tensor,
): tf.Tensor => {
  let y: tf.Tensor4D = tf.reshape(x, [batch, side, side, 1]);
  let channels = 1;
  for (const [index, count] of filters.entries()) {
    const name = numbered("conv2d", index);
    const filter: tf.Tensor4D = tf.reshape(weights[`${name}/weight`], [kernel, kernel, channels, count]);
    const map: tf.Tensor4D = tf.add(tf.conv2d(y, filter, 1, "same"), weights[`${name}/bias`]);
    y = tf.maxPool(tf.relu(map), 2, 2, "valid");
    channels = count;
  }
  const hidden = tf.relu(dense(tf.reshape(y, [batch, -1]), weights, "dense"));
  return dense(hidden, weights, "dense_1");
};

/** As its users train: gradients by `variableGrads`, and its own Adam; the loss is read at every step. */
const trained = (spec: ClassifierSpec | ConvolutionalSpec, { weights: first, data }: Task): Work | Unable => {
  const weights: Weights = Object.fromEntries(
    Object.entries(first).map(([name, array]) => [name, tf.variable(tensorOf(array))]),
  );
  const classes = spec.kind === "classifier" ? spec.widths[spec.widths.length - 1] : spec.classes;
  const x = tensorOf(data.x);
  const y = tf.oneHot(tensorOf(data.y), classes);
  const lossOf = (): tf.Scalar => {
    const output = spec.kind === "classifier" ? classifier(spec, weights, x) : convolutional(spec, weights, x);
    return tf.reshape(tf.losses.softmaxCrossEntropy(y, output), []);
  };
  try {
    const { value, grads } = tf.variableGrads(lossOf);
    tf.dispose([value, grads]);
  } catch (error) {
    return { unable: error instanceof Error ? error.message : String(error) };
  }
  const optimizer = adam(spec.learningRate);
  let last = Number.NaN;
  return {
    run: async () => {
      const loss = optimizer.minimize(lossOf, true);
      if (!loss) throw new Error("TensorFlow.js returned no loss");
      [last] = await loss.data();
      loss.dispose();
    },
    result: () => last,
  };
};

/** Its update, of which the last array is waited for. */
const updates = (spec: UpdateSpec, { weights, data }: Task): Work | Unable => {
  if (spec.optimizer !== "adam" || spec.clip !== undefined) return noAdamW;
  const { tensors, length, learningRate } = spec;
  const rows = ({ values }: Task["data"][string]) =>
    Array.from({ length: tensors }, (_, index) => tf.tensor1d(values.slice(index * length, (index + 1) * length)));
  const variables = rows(weights.w).map((row, index) => tf.variable(row, true, `w${index}`));
  const gradients = rows(data.gradient).map((tensor, index) => ({ name: `w${index}`, tensor }));
  const optimizer = adam(learningRate);
  return {
    run: () => optimizer.applyGradients(gradients),
    result: async () => (await tf.slice(variables[0], [0], [1]).data())[0],
  };
};

const noAdamW: Unable = { unable: "it has no AdamW" };

const rosenbrock = ({ start, learningRate, steps }: RosenbrockSpec): Work => {
  const valueAt = (w: tf.Tensor): tf.Scalar => {
    const [x, y] = tf.split(w, 2);
    const along = tf.square(tf.sub(y, tf.square(x)));
    return tf.reshape(tf.add(tf.square(tf.sub(x, 1)), tf.mul(along, 100)), []);
  };
  let last = Number.NaN;
  return {
    run: async () => {
      const w = tf.variable(tf.tensor1d([...start]));
      const optimizer = adam(learningRate);
      for (let step = 0; step < steps; step += 1) {
        const loss = optimizer.minimize(() => valueAt(w), true);
        await loss?.data();
        loss?.dispose();
      }
      const value = tf.tidy(() => valueAt(w));
      [last] = await value.data();
      tf.dispose([value, w]);
      optimizer.dispose();
    },
    result: () => last,
  };
};

const product = ({ size }: ProductSpec, { data }: Task): Work => {
  const [a, b] = [tensorOf(data.a), tensorOf(data.b)];
  let last = a;
  return {
    run: () => {
      if (last !== a) last.dispose();
      last = tf.matMul(a, b);
    },
    result: async () => (await last.data())[size + 1],
  };
};

const prepare = async ({ spec, ...arrays }: Task): Promise<Work | Unable> => {
  tf.disposeVariables();
  switch (spec.kind) {
    case "update":
      return updates(spec, { spec, ...arrays });
    case "rosenbrock":
      return rosenbrock(spec);
    case "product":
      return product(spec, { spec, ...arrays });
    case "transformer":
      return noAdamW;
    default:
      return trained(spec, { spec, ...arrays });
  }
};

export const startTensorFlow = async (backend: "wasm" | "cpu"): Promise<Side> => {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js cannot start its backend ${backend}`);
  await tf.ready();
  return { about: { name: `TensorFlow.js ${backend}`, version: tf.version_core, threads: 1 }, prepare };
};
