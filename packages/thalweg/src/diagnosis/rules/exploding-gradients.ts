import { showNumber } from "../describe.ts";
import { courseOf, outputSize, weightLayers } from "../layers-in-depth.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { growth, much, perLayer: steep, layers: least, largestPart } = thresholds["exploding-gradients"];

/**
 * Values that grow from layer to layer at the first update, and gradients that grow with them: the gradient of a layer is
 * what comes in times what comes back, and both are products over layers. Judged before the weights were changed, since
 * later growth has other causes.
 */
export const explodingGradients: Rule = {
  id: "exploding-gradients",
  severity: "warning",
  summary: "values and gradients that grow by orders of magnitude through the layers",
  causes: [
    "non-finite-value",
    "initial-loss-off",
    "dead-units",
    "saturated-units",
    "frozen-parameters",
    "diverging",
    "rate-too-high",
    "warmup-missing",
    "decay-too-strong",
    "clipping-always-active",
    "schedule-decays-too-early",
    "early-stopping-too-eager",
    "saddle",
    "ravine",
    "noisy-gradient",
    "rate-too-low",
    "plateau",
    "underfitting",
    "overfitting",
  ],
  judge({ setup, probes }) {
    const paths = weightLayers(setup);
    const [first] = probes;
    if (!first || first.step !== setup.steps + 1 || paths.length < least.value) return undefined;
    const sizes = paths.map((path) => outputSize(first, path));
    const { whole, largestPart: part } = courseOf(sizes);
    const times = 10 ** whole;
    if (!(times > growth.value && part < largestPart.value)) return undefined;
    const perLayer = 10 ** (whole / (paths.length - 1));
    return {
      // Residual branches that are summed up grow slowly, and train.
      ...(perLayer <= steep.value && times <= much.value && { severity: "advice" }),
      sentence:
        `Values grow ${showNumber(times)} times from ${paths[0]} to ${paths[paths.length - 1]} before anything is learned, ` +
        `${showNumber(perLayer)} times a layer, and gradients with them: the first gradient has norm ` +
        `${showNumber(first.gradientNorm)}, the weights ${showNumber(first.weightNorm)}.`,
      evidence: [
        {
          what: `output of ${paths[paths.length - 1]} over that of ${paths[0]}, root mean squares`,
          value: times,
          limit: growth.value,
          steps: [first.step, first.step],
        },
        { what: "gradient norm", value: first.gradientNorm, steps: [first.step, first.step] },
      ],
      remedies: [
        `begin with smaller weights: kernelInitializer: heNormal() before relu() and gelu(), glorotUniform() otherwise; these are about ${showNumber(perLayer)} times as large as suits`,
        "put layerNorm() or batchNorm() between weights and activation",
        "clip the gradient: clip: 1 in the Trainer's options, which helps over single steps and not with the cause",
      ],
      confidence: times > 2 * growth.value ? 0.99 : 0.85,
    };
  },
};
