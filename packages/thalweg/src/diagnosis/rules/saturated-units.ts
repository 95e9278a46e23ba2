import { showNumber } from "../describe.ts";
import { laterProbes, listed, lossLeft } from "../layers-in-depth.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { share, probes: enough, lossLeft: learned } = thresholds["saturated-units"];

/**
 * Hidden sigmoid and tanh units that are nearly always at an end of their range, where the slope is nearly 0. The last
 * layer is left out: a classifier that is sure of its answers is at the ends too.
 */
export const saturatedUnits: Rule = {
  id: "saturated-units",
  severity: "warning",
  summary: "hidden sigmoid and tanh layers that are at the ends of their range for most inputs",
  causes: ["frozen-parameters", "saddle", "noisy-gradient", "rate-too-low", "plateau", "underfitting", "overfitting"],
  judge(seen) {
    const later = laterProbes(seen);
    const layers = later.length < enough.value ? [] : saturatedLayers(seen, later);
    const [worst] = layers;
    if (!worst) return undefined;
    const fromStart = worst.first > share.value;
    const steps = [later[0].step, later[later.length - 1].step] as const;
    const rate = later[later.length - 1].learningRate;
    return {
      sentence:
        `${showNumber(100 * worst.least)} % of what ${worst.path} gives is within 2 % of an end of its range, at all ${later.length} ` +
        `probes of updates ${steps[0]} to ${steps[1]}: there the slope is almost 0, and little of the gradient passes.`,
      evidence: layers.map(({ path, least }) => ({
        what: `part of the numbers of ${path} at the ends of its range`,
        value: least,
        limit: share.value,
        steps,
      })),
      remedies: [
        ...(fromStart
          ? [
              "begin with smaller weights: kernelInitializer: glorotUniform(), which suits sigmoid() and tanh()",
              "bring inputs to mean 0 and deviation 1: standardizer(train)",
            ]
          : [
              ...(Number.isFinite(rate) ? [`divide the learning rate by 10: ${showNumber(rate / 10)}`] : []),
              "hold the weights small: adamW({ weightDecay: 0.01 }), or l2: 1e-4 in the Trainer's options",
            ]),
        `put batchNorm() or layerNorm() before ${listed(layers.map(({ path }) => path))}`,
        "or use relu() or gelu(), which have one end at most",
      ],
      confidence: fromStart ? 0.95 : 0.5,
      ...(lossLeft(seen) < learned.value && { severity: "advice" }),
    };
  },
};

interface SaturatedLayer {
  readonly path: string;
  readonly least: number;
  readonly first: number;
}

const saturatedLayers = ({ setup, probes }: Observations, later: Observations["probes"]): readonly SaturatedLayer[] => {
  const output = setup.layers[setup.layers.length - 1]?.path;
  const hidden = probes[0].layers.filter(
    ({ layer, saturated }) => saturated !== undefined && layer !== output && layer !== `${output}/activation`,
  );
  return hidden
    .flatMap(({ layer: path, saturated: first = 0 }) => {
      const at = (probe: (typeof probes)[number]) => probe.layers.find(({ layer }) => layer === path)?.saturated ?? 0;
      const least = Math.min(...later.map(at));
      return least > share.value ? [{ path, least, first }] : [];
    })
    .sort((a, b) => b.least - a.least);
};
