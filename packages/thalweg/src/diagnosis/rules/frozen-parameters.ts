import type { Probe } from "../../training/index.ts";
import { showNumber } from "../describe.ts";
import { listed } from "../layers-in-depth.ts";
import type { Observations } from "../observations.ts";
import type { Rule, Verdict } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { probes: enough, penalty } = thresholds["frozen-parameters"];

/**
 * Layers that never change though others do: no gradient reaches them, or the optimizer holds them though nothing was
 * learned in them before. To hold what was learned before is a way to go on from there, and only worth knowing.
 */
export const frozenParameters: Rule = {
  id: "frozen-parameters",
  severity: "warning",
  summary: "parameters that no gradient reaches, or that the optimizer holds as they began",
  causes: [
    "noisy-gradient",
    "saddle",
    "ravine",
    "rate-too-low",
    "schedule-decays-too-early",
    "early-stopping-too-eager",
    "plateau",
    "class-imbalance",
    "underfitting",
    "overfitting",
  ],
  judge: (seen) => cutOff(seen) ?? held(seen),
};

const cutOff = (seen: Observations): Verdict | undefined => {
  const { setup } = seen;
  const probes = seen.probes.filter((probe) => isAwake(probe));
  if (probes.length < enough.value) return undefined;
  const still = probes[0].parameters
    .map(({ name }) => name)
    .filter(
      (name) => !setup.optimizer.frozen.includes(name) && probes.every((probe) => !hasGradient(probe, name, setup.l2)),
    );
  // A bias alone may do nothing by right, as before a normalization: the layer learns.
  const layers = setup.layers.filter(({ path, parameters }) => {
    const names = Object.keys(parameters).map((name) => `${path}/${name}`);
    return names.length > 0 && names.every((name) => still.includes(name));
  });
  if (layers.length === 0) return undefined;
  const paths = layers.map(({ path }) => path);
  const steps = [probes[0].step, probes[probes.length - 1].step] as const;
  const names = listed(paths);
  const last = setup.layers.findIndex(({ path }) => path === paths[paths.length - 1]);
  const after = setup.layers[last + 1];
  return {
    sentence:
      `No gradient reaches ${names}: it is exactly 0 at all ${probes.length} probes of updates ${steps[0]} to ${steps[1]}, ` +
      "while other layers learn.",
    evidence: [{ what: `gradient norm of ${names}`, value: 0, steps }],
    remedies: [
      `look for what stops the gradient after ${paths[paths.length - 1]}${after ? `, at ${after.path} or later` : ""}: stopGradient(), rounding and comparing (floor, gt, eq) have none`,
      "look for a branch that does not reach the output: a value that is computed and not used, or multiplied by 0",
      "if these layers are not to learn, say so: route([{ match: /^name\\//, use: frozen() }, …])",
    ],
    confidence: 0.95,
  };
};

/** Nothing is 0 or at the end of its range for all examples, which stops gradients too and is another finding's. */
const isAwake = ({ layers, gradientNorm }: Probe): boolean =>
  gradientNorm > 0 && layers.every(({ zeros, saturated = 0 }) => zeros < 1 && saturated < 1);

/** Whether there is a gradient beside that of the penalty, l2 times the weights. */
const hasGradient = ({ parameters }: Probe, name: string, l2: number): boolean => {
  const own = parameters.find((parameter) => parameter.name === name);
  if (!own) return false;
  const { gradientNorm, weightNorm } = own;
  return gradientNorm > 0 && Math.abs(gradientNorm - l2 * weightNorm) > penalty.value * gradientNorm;
};

const held = ({ setup, probes }: Observations): Verdict | undefined => {
  const { frozen } = setup.optimizer;
  const probe = probes[probes.length - 1];
  if (frozen.length === 0 || !probe) return undefined;
  const own = probe.parameters.filter(({ name }) => frozen.includes(name));
  const numbers = own.reduce((sum, { size }) => sum + size, 0);
  const part = numbers / setup.parameters;
  const layers = setup.layers.filter(
    ({ path, parameters }) =>
      Object.keys(parameters).length > 0 && Object.keys(parameters).every((name) => frozen.includes(`${path}/${name}`)),
  );
  // Biases begin at 0, and learning moves them.
  const fresh = layers.filter(({ path, parameters }) =>
    Object.entries(parameters).some(
      ([name, { kind }]) =>
        kind === "bias" && own.some((each) => each.name === `${path}/${name}` && each.weightNorm === 0),
    ),
  );
  const paths = (fresh.length > 0 ? fresh : layers).map(({ path }) => path);
  const which = paths.length > 0 ? listed(paths) : listed(frozen);
  const evidence = [
    {
      what: "part of the model's numbers that the optimizer holds",
      value: part,
      steps: [probe.step, probe.step] as const,
    },
  ];
  const share = `${frozen.length} parameters, ${showNumber(100 * part)} % of the model's numbers`;
  if (fresh.length === 0) {
    return {
      severity: "advice",
      sentence: `The optimizer holds ${which} as they are: ${share}.`,
      evidence,
      remedies: ["nothing, if that is meant; otherwise take frozen() out of the optimizer's route"],
      confidence: 0.6,
    };
  }
  return {
    sentence: `The optimizer holds ${which} as they began: ${share}. Their biases are all 0, so that nothing was learned in them before.`,
    evidence: [...evidence, { what: `norm of the biases of ${which}`, value: 0, steps: [probe.step, probe.step] }],
    remedies: [
      "take frozen() out of the optimizer's route, so that all layers learn",
      "or load weights that were learned before: trainer.setWeights(…)",
    ],
    confidence: 0.9,
  };
};
