import { showNumber } from "../describe.ts";
import { keptByDropout } from "../dropout-kept.ts";
import { evenLoss, guessingLoss } from "../guessing.ts";
import type { Observations } from "../observations.ts";
import type { Rule, Verdict } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { classes, outputs, unseen, numbers, size } = thresholds["initial-loss-off"];

/**
 * A first loss far above what an answer without knowledge costs: output weights or biases are too large at the start, or
 * targets are in units that no initial weights suit. Far below is no fault: such is a network that was trained before.
 */
export const initialLossOff: Rule = {
  id: "initial-loss-off",
  severity: "warning",
  summary: "first loss far above that of guessing, or targets that are not scaled",
  causes: [
    "dead-units",
    "saturated-units",
    "diverging",
    "rate-too-high",
    "warmup-missing",
    "clipping-always-active",
    "saddle",
    "ravine",
    "noisy-gradient",
    "rate-too-low",
    "plateau",
    "underfitting",
  ],
  judge(seen) {
    const { setup, steps } = seen;
    const [first] = steps;
    // After other updates it is no first loss.
    if (setup.steps > 0 || !first || first.epoch !== 1) return undefined;
    return setup.loss.expects === "values" ? ofNumbers(seen, first.loss) : ofClasses(seen, first.loss);
  },
};

const ofClasses = (seen: Observations, loss: number): Verdict | undefined => {
  const { setup } = seen;
  const even = evenLoss(setup);
  const logits = setup.loss.expects === "logits" ? lastLayer(seen) : undefined;
  const large = logits && Math.hypot(logits.mean, logits.deviation) / dropoutGain(seen);
  const times = large !== undefined && large > outputs.value ? classes.value : unseen.value;
  if (!(loss > times * even) || (large !== undefined && large <= outputs.value)) return undefined;
  const confident =
    setup.loss.expects === "logits" && logits ? `: its outputs run up to ${showNumber(logits.largest)}` : "";
  return {
    sentence:
      `The first loss is ${showNumber(loss)}, ${showNumber(loss / even)} times the ${showNumber(even)} that holding all ` +
      `classes for equally likely costs, so the network begins with firm and wrong opinions${confident}.`,
    evidence: [
      { what: "loss before the first update", value: loss, limit: times * even, steps: [1, 1] },
      ...(logits ? [{ what: "deviation of the outputs", value: logits.deviation, steps: [1, 1] as const }] : []),
    ],
    remedies: [
      ...(logits && Math.abs(logits.mean) > logits.deviation
        ? ["start the output bias at 0, or at the logarithm of each class's share"]
        : [
            `make the initial weights of the last layer smaller${logits ? `, to about 1/${showNumber(Math.ceil(logits.deviation))} of what they are` : ""}, and start its bias at 0: glorotUniform() and zeros() are the defaults`,
          ]),
      "put a normalization before the last layer where what it gets is large",
    ],
    confidence: loss > 2 * classes.value * even ? 0.95 : 0.75,
  };
};

const ofNumbers = (seen: Observations, loss: number): Verdict | undefined => {
  const targets = seen.setup.data?.targets;
  if (!targets) return undefined;
  const rootMeanSquare = Math.hypot(targets.mean, targets.deviation);
  const scale = `subtract ${showNumber(targets.mean)} from the targets, divide them by ${showNumber(targets.deviation)}, and undo both on what the model predicts`;
  if (rootMeanSquare > size.value) {
    return {
      sentence:
        `The targets are large: they run from ${showNumber(targets.smallest)} to ${showNumber(targets.largest)} with mean ` +
        `${showNumber(targets.mean)} and deviation ${showNumber(targets.deviation)}, where a network begins with outputs of about 1; the first loss is ${showNumber(loss)}.`,
      evidence: [
        { what: "root mean square of the targets", value: rootMeanSquare, limit: size.value },
        { what: "loss before the first update", value: loss, steps: [1, 1] },
      ],
      remedies: [scale, `start the output bias at the targets' mean: ${showNumber(targets.mean)}`],
      confidence: rootMeanSquare > 2 * size.value ? 0.95 : 0.75,
    };
  }
  const guess = guessingLoss(seen.setup, seen.setup.data);
  if (!guess || !(loss > numbers.value * guess)) return undefined;
  const tiny = rootMeanSquare < 1 / size.value;
  return {
    sentence:
      `The first loss is ${showNumber(loss)}, ${showNumber(loss / guess)} times the targets' variance of ${showNumber(guess)}, ` +
      `which the mean as an answer would cost, so the network begins far from the targets.`,
    evidence: [{ what: "loss before the first update", value: loss, limit: numbers.value * guess, steps: [1, 1] }],
    remedies: [
      ...(tiny ? [scale] : []),
      `start the output bias at the targets' mean, ${showNumber(targets.mean)}, and make the initial weights of the last layer smaller`,
      ...(tiny ? [] : [scale]),
    ],
    confidence: loss > 4 * numbers.value * guess ? 0.95 : 0.75,
  };
};

/** What the last layer gave at the first update. */
const lastLayer = ({ probes }: Observations) => (probes[0]?.step === 1 ? probes[0].layers.at(-1) : undefined);

/** What dropout makes outputs larger by: it leaves a part p, divided by p, whose root mean square is 1/√p times as large. */
const dropoutGain = ({ setup, probes }: Observations): number =>
  keptByDropout(setup.layers, probes[0]).reduce((gain, kept) => (kept > 0 ? gain / Math.sqrt(kept) : gain), 1);
