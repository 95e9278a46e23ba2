import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { vjp } from "../../autodiff/index.ts";
import { Draws, type Tensor, tensor } from "../../tensor/index.ts";
import type { Layer } from "../layer.ts";
import { expectClose, make, type Values } from "./golden.ts";

/** A layer of torch with its arrays before and after, in torch's own layouts. */
export interface TorchCase {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly stateBefore: Arrays;
  readonly inputs: readonly Values[];
  readonly output: Values;
  readonly cotangent: Values;
  readonly inputGradients: readonly Values[];
  readonly gradients: Arrays;
  readonly stateAfter: Arrays;
  readonly steps: number;
  readonly evalOutput: Values;
}

type Arrays = Readonly<Record<string, Values>>;

const file = new URL("../../../fixtures/golden/torch/layers.json", import.meta.url);
const { cases }: { cases: Readonly<Record<string, TorchCase>> } = JSON.parse(readFileSync(file, "utf8"));

/** A case of the file; undefined where the file has none of this name. */
export const torchLayer = (name: string): TorchCase | undefined => cases[name];

/** How a layer of ours is one of torch. */
export interface Likeness {
  readonly layer: Layer;
  /** Our parameters, from torch's by name. */
  readonly parameters: Readonly<Record<string, (torch: Arrays) => Values>>;
  /** Our state, by torch's names of it. */
  readonly state?: Readonly<Record<string, string>>;
  /** From torch's layout of inputs and outputs to ours. */
  readonly layout?: (values: Values) => Values;
  /** Whether inputs are ids. */
  readonly ids?: boolean;
  /** Parameters whose gradient is 0 but for rounding, here and there. */
  readonly vanishing?: readonly string[];
}

/** Expects output, all gradients, running statistics and evaluation output of torch's layer. */
export const expectTorch = async (
  golden: TorchCase,
  { layer, parameters: from, state: names = {}, layout = (values) => values, ids = false, vanishing = [] }: Likeness,
  { dtype, tolerance }: { readonly dtype: "float32" | "float64"; readonly tolerance: number },
): Promise<void> => {
  const arrays = (torch: Arrays) => Object.entries(from).map(([name, take]) => [name, take(torch)] as const);
  const input = layout(golden.inputs[0]);
  const x = ids ? tensor(Int32Array.from(input.data), input.shape) : make(input, dtype);
  const parameters = Object.fromEntries(
    arrays(golden.stateBefore).map(([name, values]) => [name, make(values, dtype)]),
  );
  let state: Readonly<Record<string, Tensor>> = Object.fromEntries(
    Object.entries(names).map(([name, theirs]) => [name, make(golden.stateBefore[theirs], dtype)]),
  );
  const context = { training: true, random: new Draws(0) };
  expect(Object.keys(layer.build(input.shape.slice(1)).parameters).sort()).toEqual(Object.keys(parameters).sort());

  const { value, pullback } = vjp(
    ({ x: given = x, ...learned }: Record<string, Tensor>) =>
      layer.apply(given, { ...context, parameters: learned, state }).y,
    ids ? parameters : { x, ...parameters },
  );
  await expectClose(value, layout(golden.output), tolerance);
  const pulled = pullback(make(layout(golden.cotangent), dtype));
  const largest = Math.max(...Object.values(golden.gradients).flatMap(({ data }) => data.map(Math.abs)));
  for (const [name, values] of arrays(golden.gradients)) {
    if (!vanishing.includes(name)) await expectClose(pulled[name], values, tolerance);
    else
      for (const slope of [...values.data, ...(await pulled[name].data())])
        expect(Math.abs(slope)).toBeLessThan(tolerance * 1e-2 * largest);
  }
  if (!ids) await expectClose(pulled.x, layout(summed(golden.inputGradients)), tolerance);

  for (let step = 0; step < golden.steps; step++)
    state = { ...state, ...layer.apply(x, { ...context, parameters, state }).state };
  for (const [name, theirs] of Object.entries(names))
    await expectClose(state[name], golden.stateAfter[theirs], tolerance);
  const evaluated = layer.apply(x, { ...context, training: false, parameters, state });
  await expectClose(evaluated.y, layout(golden.evalOutput), tolerance);
};

/** One input given in several places gets the sum of their gradients. */
const summed = (list: readonly Values[]): Values =>
  list.reduce((a, b) => ({ shape: a.shape, data: a.data.map((value, index) => value + b.data[index]) }));

/** [rows, columns] → [columns, rows]. */
export const transposed = ({ shape: [rows, columns], data }: Values): Values => ({
  shape: [columns, rows],
  data: data.map((_, index) => data[(index % rows) * columns + Math.floor(index / rows)]),
});

/** One of `count` equal stretches of rows. */
export const stretch = ({ shape: [rows, ...rest], data }: Values, index: number, count: number): Values => {
  const size = data.length / count;
  return { shape: [rows / count, ...rest], data: data.slice(index * size, (index + 1) * size) };
};

/** Images of torch, [batch, channels, height, width], as ours: [batch, height, width, channels]. */
export const channelsLast = ({ shape: [batch, channels, height, width], data }: Values): Values => {
  const places = height * width;
  const at = (index: number) => {
    const [example, place, channel] = [
      Math.floor(index / (places * channels)),
      Math.floor(index / channels) % places,
      index % channels,
    ];
    return data[(example * channels + channel) * places + place];
  };
  return { shape: [batch, height, width, channels], data: data.map((_, index) => at(index)) };
};
