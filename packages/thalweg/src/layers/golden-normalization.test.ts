import { beforeAll, describe, it } from "vitest";
import { useDevice } from "../tensor/index.ts";
import { batchNorm } from "./batch-norm.ts";
import { groupNorm } from "./group-norm.ts";
import { layerNorm } from "./layer-norm.ts";
import { settings } from "./testing/golden.ts";
import { channelsLast, expectTorch, type Likeness, torchLayer } from "./testing/torch-layers.ts";

const learned = {
  scale: ({ weight }: Parameters<Likeness["parameters"][string]>[0]) => weight,
  shift: ({ bias }: Parameters<Likeness["parameters"][string]>[0]) => bias,
};

const likenesses: Readonly<Record<string, Likeness>> = {
  BatchNorm2d: {
    layer: batchNorm({ momentum: 0.8, epsilon: 1e-5, unbiased: true }),
    parameters: learned,
    state: { movingMean: "running_mean", movingVariance: "running_var" },
    layout: channelsLast,
  },
  LayerNorm: { layer: layerNorm({ epsilon: 1e-5 }), parameters: learned },
  GroupNorm: { layer: groupNorm(2, { epsilon: 1e-5 }), parameters: learned, layout: channelsLast },
};

describe.each(settings)("normalization of torch on $device in $dtype", ({ device, ...precision }) => {
  beforeAll(() => useDevice(device));

  for (const [name, likeness] of Object.entries(likenesses)) {
    const golden = torchLayer(name);
    // Skipped only where the file of reference values has no such case.
    it.skipIf(!golden)(name, async () => {
      if (golden) await expectTorch(golden, likeness, precision);
    });
  }
});
