import { showNumber } from "../describe.ts";
import { laterProbes, listed, lossLeft } from "../layers-in-depth.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { share, probes: enough, examples, lossLeft: learned } = thresholds["dead-units"];

/** The activation that is 0, with slope 0, over a half line. */
const cutting = "relu";

interface DeadLayer {
  readonly path: string;
  /** Least and first part of units that gave 0 for every example. */
  readonly least: number;
  readonly first: number;
}

/**
 * ReLU units that give 0 whatever comes in: their slope is 0, so nothing that they learn from reaches them any more. A unit
 * that is rarely awake is silent in many a batch, so the least of several batches counts.
 */
export const deadUnits: Rule = {
  id: "dead-units",
  severity: "warning",
  summary: "ReLU layers most of whose units give 0 for every example",
  causes: [
    "frozen-parameters",
    "noisy-gradient",
    "saddle",
    "rate-too-low",
    "plateau",
    "class-imbalance",
    "underfitting",
  ],
  judge(seen) {
    const later = laterProbes(seen).filter((probe) => probe.examples >= examples.value);
    const layers = later.length < enough.value ? [] : deadLayers(seen, later);
    const [worst] = layers;
    if (!worst) return undefined;
    const fromStart = worst.first > share.value;
    const left = lossLeft(seen);
    // Wide networks can spare units.
    const harmless = worst.least < 1 && left < learned.value;
    const steps = [later[0].step, later[later.length - 1].step] as const;
    const rate = later[later.length - 1].learningRate;
    return {
      sentence:
        `${worst.least === 1 ? "All" : `${showNumber(100 * worst.least)} % of the`} units of ${worst.path} give 0 for every example, ` +
        `at all ${later.length} probes of updates ${steps[0]} to ${steps[1]}: they have slope 0 and learn nothing` +
        `${fromStart ? "; it was so at the first update already." : `; at the first update it was ${showNumber(100 * worst.first)} %.`}`,
      evidence: layers.map(({ path, least }) => ({
        what: `part of the units of ${path} that give 0 for every example`,
        value: least,
        limit: share.value,
        steps,
      })),
      remedies: [
        ...(fromStart
          ? [
              "begin with biases of 0 and weights of the right size: biasInitializer: initialZeros(), kernelInitializer: heNormal()",
              "bring inputs to mean 0 and deviation 1: standardizer(train)",
            ]
          : [
              `${Number.isFinite(rate) ? `divide the learning rate by 10: ${showNumber(rate / 10)}, or begin` : "begin"} with a warmup: one large step is enough to push units below 0 for good`,
              "clip the gradient: clip: 1 in the Trainer's options",
            ]),
        "put batchNorm() or layerNorm() before relu()",
        `use leakyRelu() or gelu() in ${listed(layers.map(({ path }) => path))}, which have a slope on both sides`,
      ],
      confidence: fromStart ? 0.95 : 0.5,
      ...(harmless && { severity: "advice" }),
    };
  },
};

const deadLayers = ({ setup, probes }: Observations, later: Observations["probes"]): readonly DeadLayer[] =>
  setup.layers
    .filter(({ kind }) => kind === cutting)
    .flatMap(({ path }) => {
      const deadAt = (probe: (typeof probes)[number]) => probe.layers.find(({ layer }) => layer === path)?.dead ?? 0;
      const least = Math.min(...later.map(deadAt));
      return least > share.value ? [{ path, least, first: deadAt(probes[0]) }] : [];
    })
    .sort((a, b) => b.least - a.least);
