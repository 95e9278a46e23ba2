import { showNumber } from "../describe.ts";
import { courseOf, gradientSize, laterProbes, weightLayers } from "../layers-in-depth.ts";
import { medianOf } from "../median.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { ratio, layers: least, largestPart, probes: enough } = thresholds["vanishing-gradients"];

/**
 * Gradients that shrink from each layer to the one before it, so that the first layers hardly learn. A layer that nothing
 * reaches is another matter (a gradient of exactly 0), and so is one drop between two layers, as before a last layer that
 * begins near 0.
 */
export const vanishingGradients: Rule = {
  id: "vanishing-gradients",
  severity: "warning",
  summary: "gradients that shrink by orders of magnitude from the last layers to the first",
  causes: [
    "dead-units",
    "frozen-parameters",
    "noisy-gradient",
    "rate-too-low",
    "saddle",
    "plateau",
    "class-imbalance",
    "underfitting",
  ],
  judge(seen) {
    const { setup } = seen;
    const paths = weightLayers(setup).filter(
      (path) => !setup.optimizer.frozen.some((name) => name.startsWith(`${path}/`)),
    );
    if (paths.length < least.value || seen.probes.length < enough.value) return undefined;
    const hidden = setup.layers.slice(0, -1).map(({ kind }) => kind);
    const sizesOf = (probes: typeof seen.probes) =>
      probes
        .map((probe) => ({ probe, sizes: paths.map((path) => gradientSize(probe, path)) }))
        .filter(({ sizes }) => sizes.every((size) => size > 0 && Number.isFinite(size)));
    // Where the gradient has become exactly 0, units died; what was before tells why.
    const later = sizesOf(laterProbes(seen));
    const looked = later.length > 0 ? later : sizesOf(seen.probes);
    const small = looked.filter(({ sizes }) => {
      const { whole, largestPart: part } = courseOf(sizes);
      return whole > -Math.log10(ratio.value) && part < largestPart.value;
    });
    if (looked.length === 0 || small.length <= looked.length / 2) return undefined;
    const typical = medianOf(small.map(({ sizes }) => sizes[0] / sizes[sizes.length - 1]));
    const last = paths[paths.length - 1];
    return {
      sentence:
        `The gradient fades on its way back: it is ${showNumber(1 / typical)} times smaller in ${paths[0]} than in ${last}, ` +
        `${paths.length - 1} layers later, so that the first layers hardly learn.`,
      evidence: [
        {
          what: `gradient of ${paths[0]} over that of ${last}, root mean squares`,
          value: typical,
          limit: ratio.value,
          steps: [small[0].probe.step, small[small.length - 1].probe.step],
        },
      ],
      remedies: [
        ...(hidden.includes("sigmoid") || hidden.includes("tanh")
          ? ["replace sigmoid() and tanh() in hidden layers by relu() or gelu(), with kernelInitializer: heNormal()"]
          : ["begin with weights of the right size: kernelInitializer: heNormal() for relu() and gelu()"]),
        "put layerNorm() or batchNorm() between weights and activation",
        "let the gradient pass by: residual() around every two layers",
        "or make the model shallower",
      ],
      confidence: typical < ratio.value / 10 ? 0.95 : 0.85,
    };
  },
};
