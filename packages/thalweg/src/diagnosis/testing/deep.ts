import type { LayerAbout, LayerProbe, Probe } from "../../training/index.ts";
import type { Setup } from "../setup.ts";
import { layerProbe, probeAt, setupFor } from "./seen.ts";

const named = (index: number, kind: string): string => (index === 0 ? kind : `${kind}_${index}`);

/** Dense layers of 8 units one after the other, with activations between them. */
export const deepSetup = (count: number, activation = "relu", changes: Partial<Setup> = {}): Setup =>
  setupFor({
    layers: Array.from({ length: count }, (_, index): readonly LayerAbout[] => [
      {
        path: named(index, "dense"),
        kind: "dense",
        outputShape: [8],
        parameters: { weight: { shape: [8, 8], kind: "weight" }, bias: { shape: [8], kind: "bias" } },
      },
      ...(index < count - 1
        ? [{ path: named(index, activation), kind: activation, outputShape: [8], parameters: {} }]
        : []),
    ]).flat(),
    parameters: 72 * count,
    ...changes,
  });

/** What a deep network's layers show: root mean squares of gradients and of outputs, from the first layer on. */
export interface DeepSizes {
  readonly gradients?: readonly number[];
  readonly outputs?: readonly number[];
  /** Of the activations. */
  readonly activation?: Partial<LayerProbe>;
}

export const deepProbe = (
  setup: Setup,
  step: number,
  { gradients, outputs, activation }: DeepSizes = {},
  changes: Partial<Probe> = {},
): Probe => {
  const dense = setup.layers.filter(({ kind }) => kind === "dense");
  const place = (path: string): number => dense.findIndex((layer) => layer.path === path);
  return probeAt(step, {
    parameters: dense.flatMap(({ path }, index) => [
      {
        name: `${path}/weight`,
        size: 64,
        gradientNorm: 8 * (gradients?.[index] ?? 0.1),
        weightNorm: 4,
        updateNorm: 0.01,
      },
      { name: `${path}/bias`, size: 8, gradientNorm: 0, weightNorm: 0, updateNorm: 0 },
    ]),
    layers: setup.layers.map(({ path, kind }) =>
      kind === "dense"
        ? layerProbe(path, { deviation: outputs?.[place(path)] ?? 1 })
        : layerProbe(path, { zeros: 0.5, ...activation }),
    ),
    ...changes,
  });
};
