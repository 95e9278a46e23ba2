import type { Probe } from "../../training/index.ts";
import { showNumber } from "../describe.ts";
import { startOf } from "../leaving.ts";
import { meanLossOver, updatesMade } from "../loss-course.ts";
import type { Rule } from "../rule.ts";
import type { Setup } from "../setup.ts";
import { thresholds } from "../thresholds.ts";

const { share, shrunk, high, updates } = thresholds["decay-too-strong"];

/** Decay that outweighs the gradient: weights shrink to where the network can say little. */
export const decayTooStrong: Rule = {
  id: "decay-too-strong",
  severity: "warning",
  summary: "weight decay or L2 that outweighs the gradient, so that weights shrink and the loss stays high",
  causes: [
    "vanishing-gradients",
    "dead-units",
    "frozen-parameters",
    "rate-too-low",
    "warmup-missing",
    "saddle",
    "ravine",
    "noisy-gradient",
    "plateau",
    "class-imbalance",
    "underfitting",
  ],
  judge(seen) {
    const { setup, probes } = seen;
    const { coupled, decoupled } = decaysOf(setup);
    const made = updatesMade(seen);
    if (coupled + decoupled === 0 || made < updates.value || probes.length < 6) return undefined;
    // Once weights have shrunk to little, the pull on them is small: it counts while they shrink.
    const pulls = (of: (probe: Probe) => number): number => upperQuarter(probes.map(of));
    const [first, last] = [probes[0], probes[probes.length - 1]];
    const kept = weightsOf(setup, last) / weightsOf(setup, first);
    const [start, now] = [startOf(seen), meanLossOver(seen, 0.9, 1)];
    if (!(kept < shrunk.value && now > high.value * start)) return undefined;
    const byL2 = pulls((probe) => (coupled * weightsOf(setup, probe)) / probe.gradientNorm);
    const byDecay = pulls((probe) => (decoupled * probe.learningRate * probe.weightNorm) / probe.updateNorm);
    const part = Math.max(byL2, byDecay);
    if (!(part > share.value)) return undefined;
    const isCoupled = byL2 >= byDecay;
    const what = isCoupled ? "L2 penalty" : "weight decay";
    const strength = isCoupled ? coupled : decoupled;
    const horizon = Math.max(made, (setup.updates ?? 0) - setup.steps);
    const milder = Math.min(strength / 30, isCoupled ? strength / 100 : 0.1 / (horizon * last.learningRate));
    return {
      sentence:
        `The ${what} of ${showNumber(strength)} is too strong: it is ${showNumber(part)} times as large as ` +
        `${isCoupled ? "the whole gradient" : "the whole update"}, weights have shrunk to ${showNumber(100 * kept)} % of their first norm, ` +
        `and the loss is ${showNumber(now)} after ${showNumber(start)} at the start.`,
      evidence: [
        {
          what: isCoupled
            ? "pull of the penalty, in the norm of the gradient"
            : "pull of the decay, in the norm of the update",
          value: part,
          limit: share.value,
          steps: [first.step, last.step],
        },
        {
          what: "norm of the weights, in that at the start",
          value: kept,
          limit: shrunk.value,
          steps: [first.step, last.step],
        },
      ],
      remedies: [
        `weaken the ${what}: ${showNumber(Number(milder.toPrecision(1)))} instead of ${showNumber(strength)}`,
        "train once without any, to see what the network can learn",
      ],
      confidence: part > 2 * share.value ? 0.9 : 0.75,
    };
  },
};

/** What a quarter of the values exceed. */
const upperQuarter = (values: readonly number[]): number => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[Math.floor(0.75 * sorted.length)];
};

/** λ of penalties that are part of the gradient, and of decay that stands beside it. */
const decaysOf = ({ l2, optimizer }: Setup): { readonly coupled: number; readonly decoupled: number } => {
  const named = Object.entries(optimizer.hyperparameters).filter(([name]) => name.endsWith("/weightDecay"));
  const sum = (inGradient: boolean): number =>
    named.reduce((total, [name, value]) => (name.startsWith("addL2") === inGradient ? total + value : total), 0);
  return { coupled: l2 + sum(true), decoupled: sum(false) };
};

/** Norm of all weight matrices, which penalties are taken of. */
const weightsOf = ({ layers }: Setup, probe: Probe): number => {
  const names = new Set(
    layers.flatMap(({ path, parameters }) =>
      Object.entries(parameters).flatMap(([name, { kind }]) => (kind === "weight" ? `${path}/${name}` : [])),
    ),
  );
  const own = probe.parameters.filter(({ name }) => names.has(name));
  return Math.hypot(...own.map(({ weightNorm }) => weightNorm));
};
