import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { DType } from "../kernels/dtype.ts";
import {
  averagePool2d,
  concat,
  conv1d,
  conv2d,
  elu,
  gelu,
  leakyRelu,
  logSoftmax,
  logSumExp,
  maxPool2d,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  type Tensor,
  tensor,
  useDevice,
  where,
} from "../tensor/index.ts";
import { hvp, valueAndGrad, vjp } from "./index.ts";

interface Values {
  shape: number[];
  data: number[];
}
interface OpCase {
  inputs: Values[];
  output: Values;
  cotangent: Values;
  gradients: Values[];
  labels?: number[];
  labelSmoothing?: number;
  target?: Values;
  targetLogits?: Values;
  delta?: number;
  indices?: number[];
  stride?: number;
  padding?: number;
  dilation?: number;
  groups?: number;
  window?: number;
}
interface NetworkCase {
  x: Values;
  y: number[];
  params: Values[];
  loss: number;
  gradients: Values[];
}
interface HvpCase {
  params: Values[];
  v: Values[];
  hvp: Values[];
}
const file = new URL("../../fixtures/golden/torch/autodiff.json", import.meta.url);
const { cases }: { cases: Record<string, OpCase & NetworkCase & HvpCase> } = JSON.parse(readFileSync(file, "utf8"));

type Op = (x: Tensor[], golden: OpCase, make: (values: Values) => Tensor) => Tensor;

/** The file's layout to ours and back: channels last, filters [height, width, in, out]. */
const channelsLast = (x: Tensor): Tensor => x.permute(x.shape.length === 3 ? [0, 2, 1] : [0, 2, 3, 1]);
const channelsFirst = (x: Tensor): Tensor => x.permute(x.shape.length === 3 ? [0, 2, 1] : [0, 3, 1, 2]);
const filtersLast = (x: Tensor): Tensor => x.permute(x.shape.length === 3 ? [2, 1, 0] : [2, 3, 1, 0]);

const convolved: Op = ([x, w, b], { stride = 1, padding = 0, dilation = 1, groups = 1 }) => {
  const convolution = x.shape.length === 3 ? conv1d : conv2d;
  const y = convolution(channelsLast(x), filtersLast(w), { strides: stride, padding, dilation, groups });
  return channelsFirst(b ? y.add(b) : y);
};

const labelled = (logits: Tensor, labels: readonly number[]): Tensor =>
  tensor(Int32Array.from(labels), [labels.length]).oneHot(logits.shape[1]).toType(logits.dtype);

const crossEntropy: Op = ([a], { labels = [], labelSmoothing = 0 }) => {
  const wanted = labelled(a, labels)
    .mul(1 - labelSmoothing)
    .add(labelSmoothing / a.shape[1]);
  return logSoftmax(a).mul(wanted).sum(1).neg().mean();
};

const ops: Record<string, Op> = {
  add: ([a, b]) => a.add(b),
  sub: ([a, b]) => a.sub(b),
  mul: ([a, b]) => a.mul(b),
  div: ([a, b]) => a.div(b),
  maximum: ([a, b]) => a.maximum(b),
  minimum: ([a, b]) => a.minimum(b),
  pow: ([a]) => a.pow(2.5),
  broadcast_add: ([a, b]) => a.add(b),
  broadcast_mul: ([a, b]) => a.mul(b),
  exp: ([a]) => a.exp(),
  sin: ([a]) => a.sin(),
  cos: ([a]) => a.cos(),
  tanh: ([a]) => a.tanh(),
  sigmoid: ([a]) => sigmoid(a),
  relu: ([a]) => relu(a),
  log: ([a]) => a.log(),
  sqrt: ([a]) => a.sqrt(),
  rsqrt: ([a]) => a.rsqrt(),
  reciprocal: ([a]) => a.reciprocal(),
  erf: ([a]) => a.erf(),
  softplus: ([a]) => softplus(a),
  gelu: ([a]) => gelu(a),
  gelu_tanh: ([a]) => gelu(a, { approximate: true }),
  silu: ([a]) => silu(a),
  elu: ([a]) => elu(a),
  leaky_relu: ([a]) => leakyRelu(a, 0.1),
  softmax: ([a]) => softmax(a),
  log_softmax: ([a]) => logSoftmax(a),
  logsumexp: ([a]) => logSumExp(a, 0),
  sum_axis0: ([a]) => a.sum(0),
  mean_all: ([a]) => a.mean(),
  max_axis1: ([a]) => a.max(1),
  var_unbiased_axis0: ([a]) => a.variance(0, { correction: 1 }),
  norm2: ([a]) => a.norm(),
  cumsum_axis1: ([a]) => a.cumsum(1),
  matmul: ([a, b]) => a.matmul(b),
  matmul_batched: ([a, b]) => a.matmul(b),
  matmul_broadcast: ([a, b]) => a.matmul(b),
  transpose: ([a]) => a.transpose(),
  permute: ([a]) => a.permute([2, 0, 1]),
  reshape: ([a]) => a.reshape([2, 6]),
  slice: ([a]) => a.slice([1, 3], [null, null, 2]),
  concat: ([a, b]) => concat([a, b], 1),
  pad: ([a]) =>
    a.pad([
      [0, 1],
      [1, 2],
    ]),
  gather_rows: ([a], { indices = [] }) => a.gather(indices),
  where: ([a, b]) => where(a.gt(0), a, b),
  einsum_bhqd_bhkd: ([a, b]) => a.matmul(b.transpose()),
  conv2d: convolved,
  conv2d_stride2: convolved,
  conv2d_groups: convolved,
  conv1d_dilation: convolved,
  max_pool2d: ([a], { window = 0 }) => channelsFirst(maxPool2d(channelsLast(a), window)),
  avg_pool2d: ([a], { window = 0 }) => channelsFirst(averagePool2d(channelsLast(a), window)),
  cross_entropy: crossEntropy,
  cross_entropy_smooth: crossEntropy,
  cross_entropy_large: crossEntropy,
  mse: ([a], { target }, make) =>
    a
      .sub(make(target ?? { shape: [], data: [] }))
      .square()
      .mean(),
  l1: ([a], { target }, make) =>
    a
      .sub(make(target ?? { shape: [], data: [] }))
      .abs()
      .mean(),
  huber: ([a], { target, delta = 1 }, make) => {
    const distance = a.sub(make(target ?? { shape: [], data: [] })).abs();
    return where(distance.le(delta), distance.square().mul(0.5), distance.sub(delta / 2).mul(delta)).mean();
  },
  bce_with_logits: ([a], { target }, make) =>
    softplus(a)
      .sub(a.mul(make(target ?? { shape: [], data: [] })))
      .mean(),
  kl_div_batchmean: ([a], { targetLogits }, make) => {
    const logs = logSoftmax(make(targetLogits ?? { shape: [], data: [] }));
    return logs
      .exp()
      .mul(logs.sub(logSoftmax(a)))
      .sum()
      .div(a.shape[0]);
  },
};

const close = async (actual: Tensor, expected: Values, tolerance: number): Promise<void> => {
  expect(actual.shape).toEqual(expected.shape);
  const values = await actual.data();
  const scale = Math.max(...expected.data.map(Math.abs), 1e-300);
  expected.data.forEach((value, index) => {
    const allowed = tolerance * Math.max(Math.abs(value), scale * 1e-2);
    expect(Math.abs(values[index] - value), `element ${index}: ${values[index]} against ${value}`).toBeLessThanOrEqual(
      allowed,
    );
  });
};

const settings: { device: "reference" | "wasm"; dtype: DType; tolerance: number }[] = [
  { device: "reference", dtype: "float64", tolerance: 1e-10 },
  { device: "wasm", dtype: "float64", tolerance: 1e-10 },
  { device: "wasm", dtype: "float32", tolerance: 1e-4 },
];

describe.each(settings)("gradients of torch 2.13 on $device in $dtype", ({ device, dtype, tolerance }) => {
  beforeAll(() => useDevice(device));
  const make = ({ shape, data }: Values) => tensor(Float64Array.from(data), shape, dtype);
  const named = Object.entries(cases);

  it.each(named.filter(([name]) => name in ops))("%s", async (name, golden) => {
    const { value, pullback } = vjp((inputs: Tensor[]) => ops[name](inputs, golden, make), golden.inputs.map(make));
    await close(value, golden.output, tolerance);
    const gradients = pullback(make(golden.cotangent));
    expect(golden.gradients.length).toBeGreaterThan(0);
    for (const [index, expected] of golden.gradients.entries()) await close(gradients[index], expected, tolerance);
  });

  const network =
    (x: Tensor, y: readonly number[]) =>
    (p: readonly Tensor[]): Tensor => {
      const logits = x.matmul(p[0]).add(p[1]).tanh().matmul(p[2]).add(p[3]);
      return logSoftmax(logits).mul(labelled(logits, y)).sum(1).neg().mean();
    };

  it("mlp_network", async () => {
    const { x, y, params, loss, gradients } = cases.mlp_network;
    const result = valueAndGrad(network(make(x), y))(params.map(make));
    await close(result.value, { shape: [], data: [loss] }, tolerance);
    for (const [index, expected] of gradients.entries()) await close(result.gradient[index], expected, tolerance);
  });

  const functions: Record<string, (p: readonly Tensor[]) => Tensor> = {
    hvp_rosenbrock: ([p]) => {
      const [x, y] = [p.slice(0), p.slice(1)];
      return x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
    },
    hvp_mlp: network(make(cases.mlp_network.x), cases.mlp_network.y),
  };
  it.each(Object.keys(functions))("%s", async (name) => {
    const golden = cases[name];
    const product = hvp(functions[name], golden.params.map(make), golden.v.map(make));
    for (const [index, expected] of golden.hvp.entries()) await close(product[index], expected, tolerance);
  });

  it("covers every case of the file", () => {
    const covered = [...Object.keys(ops), ...Object.keys(functions), "mlp_network"];
    expect(named.map(([name]) => name).sort()).toEqual(covered.sort());
  });
});
