import { showNumber } from "../describe.ts";
import { keptByDropout } from "../dropout-kept.ts";
import { laterProbes } from "../layers-in-depth.ts";
import { medianOf } from "../median.ts";
import type { Observations, SeenStep } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { type Score, scoreOf } from "../scores.ts";
import { thresholds } from "../thresholds.ts";

const { lead, margin, flat, moved, ownRate, gap, least, narrow, hopeless } = thresholds.underfitting;
const { share: mostDead } = thresholds["dead-units"];
const { share: mostSaturated } = thresholds["saturated-units"];

/** The training loss has come to rest, though the data allow much better: nearest neighbours tell them better. */
export const underfitting: Rule = {
  id: "underfitting",
  severity: "warning",
  summary: "training at rest far from what the data allow",
  causes: ["dead-units", "saturated-units", "saddle", "plateau", "noisy-gradient", "early-stopping-too-eager"],
  judge(seen) {
    const { setup, epochs } = seen;
    const train = setup.data?.neighbours;
    const last = epochs.at(-1);
    if (!train || !last || epochs.length < 3) return undefined;
    const own = scoreOf(last, seen);
    const validated = last.validation && scoreOf(last.validation, seen);
    if (!own || !Number.isFinite(last.loss)) return undefined;
    // What is told rightly while training but not on other data was learned by heart.
    const best = validated && validated.value > own.value ? validated : own;
    const doubt = 3 * Math.sqrt(Math.max(0, train.score * (1 - train.score)) / train.examples);
    const limit = best.value + Math.max(lead.value * (1 - best.value), margin.value, doubt);
    if (train.score < limit) return undefined;
    const limitedBy = limitsOf(seen);
    // What bounds a network shows in what it learned by heart, too.
    if (validated && limitedBy.length === 0 && own.value - validated.value > gap.value) return undefined;
    // Behind much dropout, or as one of two, units are lost because little reaches them; others that are lost are the cause.
    if (limitedBy.length === 0 && hasLostUnits(seen)) return undefined;
    const rest = restOf(seen);
    if (!rest || rest.change > flat.value || (limitedBy.length === 0 && rest.fallen < moved.value)) return undefined;
    const gained = (best.value - train.chance) / (train.score - train.chance);
    return {
      sentence:
        `Training has come to rest at ${describe(best)}, where the five nearest neighbours of an example tell ` +
        `${describe({ ...best, value: train.score })}: the network cannot say what the data hold.`,
      evidence: [
        {
          what: best.measured ? best.name : `most ${best.name} that the loss allows`,
          value: best.value,
          limit: train.score,
        },
        {
          what: "fall of the training loss over the last quarter",
          value: rest.change,
          limit: flat.value,
          steps: rest.steps,
        },
      ],
      remedies: [...limitedBy, ...remediesFor(seen)],
      confidence: limitedBy.length > 0 ? 0.99 : train.score > best.value + 2 * (limit - best.value) ? 0.8 : 0.7,
      severity: limitedBy.length > 0 && gained < hopeless.value ? "error" : "warning",
    };
  },
};

/** Whether a hidden layer has mostly units that died or saturated for good. */
const hasLostUnits = (seen: Observations): boolean => {
  const output = seen.setup.layers.at(-1)?.path;
  const later = laterProbes(seen);
  const hidden = (later.at(-1)?.layers ?? []).filter(
    ({ layer }) => layer !== output && layer !== `${output}/activation`,
  );
  return hidden.some(({ layer: path }) => {
    const course = later.flatMap(({ layers }) => layers.filter(({ layer }) => layer === path));
    return (
      course.every(({ dead }) => dead > mostDead.value) ||
      course.every(({ saturated = 0 }) => saturated > mostSaturated.value)
    );
  });
};

const describe = ({ value, name, measured }: Score): string =>
  name === "r2"
    ? `${showNumber(100 * Math.max(0, value))} % of the variance`
    : `${measured ? "" : "at most "}${showNumber(100 * value)} % right`;

interface Rest {
  /** Part of the loss by which it fell over the last quarter of the updates. */
  readonly change: number;
  /** Part of the first loss by which it fell in all. */
  readonly fallen: number;
  readonly steps: readonly [number, number];
}

/** Of the updates with a rate worth the name: after a decay to almost nothing every loss is at rest. */
const restOf = ({ steps }: Observations): Rest | undefined => {
  const highest = steps.reduce((most, { learningRate }) => Math.max(most, learningRate), 0);
  const own = steps.filter(({ learningRate }) => !(learningRate < ownRate.value * highest));
  const quarter = own.length >> 2;
  if (quarter < 20) return undefined;
  const [before, now] = [own.slice(-2 * quarter, -quarter), own.slice(-quarter)];
  const lossNow = medianLoss(now);
  return {
    change: 1 - lossNow / medianLoss(before),
    fallen: 1 - lossNow / medianLoss(own.slice(0, 4)),
    steps: [now[0].step, now[now.length - 1].step],
  };
};

/** One batch that went wrong is no progress. */
const medianLoss = (steps: readonly SeenStep[]): number => medianOf(steps.map(({ loss }) => loss));

/** Layers whose output is linear in their input; whatever else there is may bend. */
const linear = /^(dense|conv\dd|flatten|reshape|dropout|spatialDropout)$/;

/** What keeps this network from more whatever the training, as remedies. */
const limitsOf = (seen: Observations): string[] => {
  const { layers } = seen.setup;
  const weighted = layers.filter(({ parameters }) => Object.values(parameters).some(({ kind }) => kind === "weight"));
  const narrowest = Math.min(...weighted.slice(0, -1).map(({ outputShape }) => outputShape.at(-1) ?? 1));
  // Where most units are silent, a single probe counts too few numbers.
  const kept = medianOf(laterProbes(seen).map((probe) => Math.min(...keptByDropout(layers, probe))));
  return [
    ...(kept < least.value
      ? [`less dropout: ${showNumber(100 - 100 * kept)} % of the numbers of a layer are dropped, try 20 %`]
      : []),
    ...(layers.some(({ kind }) => !linear.test(kind))
      ? []
      : ["put layers with an activation between input and output, such as dense(64), relu(): the model is linear"]),
    ...(narrowest <= narrow.value ? [`wider layers: the narrowest has ${narrowest}, try 32`] : []),
  ];
};

const remediesFor = ({ setup }: Observations): string[] => {
  const { layers, parameters, l2, l1 } = setup;
  const weighted = layers.filter(({ parameters }) => Object.keys(parameters).length > 0);
  const widest = Math.max(...weighted.map(({ outputShape }) => outputShape.at(-1) ?? 1).slice(0, -1), 1);
  return [
    ...(l2 > 0 || l1 > 0 ? ["a smaller l2 or l1"] : []),
    `a larger network: this one has ${parameters} numbers; try layers of ${Math.max(32, 2 * widest)} units, and one more of them`,
    ...(layers.some(({ kind }) => /dropout/i.test(kind)) ? ["less dropout"] : []),
    "features in which the answer is simpler",
  ];
};
