import { beforeAll, describe, expect, it } from "vitest";
import { vjp } from "../autodiff/index.ts";
import { Draws, type Tensor, useDevice } from "../tensor/index.ts";
import { gru } from "./gru.ts";
import type { Layer } from "./layer.ts";
import { lstm } from "./lstm.ts";
import type { RecurrentOptions } from "./recurrent.ts";
import { simpleRnn } from "./simple-rnn.ts";
import { expectClose, make, settings, type Values } from "./testing/golden.ts";
import { type TorchCase, torchLayer, transposed } from "./testing/torch-layers.ts";

interface Likeness {
  readonly layer: (options: RecurrentOptions) => Layer;
  /** torch has two biases in every gate; those of simpleRnn and lstm are one, their sum. */
  readonly joined: boolean;
}

const likenesses: Readonly<Record<string, Likeness>> = {
  RNN_tanh: { layer: (options) => simpleRnn(6, options), joined: true },
  LSTM: { layer: (options) => lstm(6, options), joined: true },
  GRU: { layer: (options) => gru(6, options), joined: false },
};

const sum = (a: Values, b: Values): Values => ({ shape: a.shape, data: a.data.map((value, at) => value + b.data[at]) });

/** Our parameters from torch's arrays, and our gradients from theirs: every bias of a sum has the gradient of the sum. */
const ours = (
  { weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0 }: TorchCase["gradients"],
  joined: boolean,
  gradients: boolean,
): Record<string, Values> => ({
  weight: transposed(weight_ih_l0),
  recurrentWeight: transposed(weight_hh_l0),
  bias: joined && !gradients ? sum(bias_ih_l0, bias_hh_l0) : bias_ih_l0,
  ...(!joined && { recurrentBias: bias_hh_l0 }),
});

/** The last step of [batch, time, units]. */
const last = ({ shape: [batch, time, units], data }: Values): Values => ({
  shape: [batch, units],
  data: Array.from({ length: batch }, (_, example) =>
    data.slice((example * time + time - 1) * units, (example + 1) * time * units),
  ).flat(),
});

const expectRecurrent = async (
  golden: TorchCase,
  { layer, joined }: Likeness,
  { dtype, tolerance }: { readonly dtype: "float32" | "float64"; readonly tolerance: number },
): Promise<void> => {
  const context = { training: true, random: new Draws(0), state: {} };
  const tensors = (values: Readonly<Record<string, Values>>): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(values).map(([name, each]) => [name, make(each, dtype)]));
  const parameters = tensors(ours(golden.stateBefore, joined, false));
  const x = make(golden.inputs[0], dtype);
  const all = layer({ returnSequences: true });
  const at: Record<string, Tensor> = { x, ...parameters };
  const { value, pullback } = vjp(
    ({ x: given, ...learned }: Record<string, Tensor>) => all.apply(given, { ...context, parameters: learned }).y,
    at,
  );
  await expectClose(value, golden.output, tolerance);
  const pulled = pullback(make(golden.cotangent, dtype));
  await expectClose(pulled.x, golden.inputGradients[0], tolerance);
  const expected = ours(golden.gradients, joined, true);
  expect(Object.keys(pulled).sort()).toEqual([...Object.keys(expected), "x"].sort());
  for (const [name, values] of Object.entries(expected)) await expectClose(pulled[name], values, tolerance);
  await expectClose(layer({}).apply(x, { ...context, parameters }).y, last(golden.output), tolerance);
  const evaluated = all.apply(x, { ...context, training: false, parameters });
  await expectClose(evaluated.y, golden.evalOutput, tolerance);
};

describe.each(settings)("recurrent layers of torch on $device in $dtype", ({ device, ...precision }) => {
  beforeAll(() => useDevice(device));

  it.each(Object.entries(likenesses))("%s", async (name, likeness) => {
    const golden = torchLayer(name);
    if (!golden) throw new Error(`the reference values have no case ${name}`);
    await expectRecurrent(golden, likeness, precision);
  });
});
