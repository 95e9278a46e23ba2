import { showNumber } from "../describe.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { type Stuck, stuckIn } from "../stuck.ts";
import { thresholds } from "../thresholds.ts";

const { bent, sharp } = thresholds.saddle;

/** Whether the loss falls off to both sides: clearly, for the curvature there is and for the loss there is. */
export const bendsDown = ({ curvature, loss }: Stuck): boolean =>
  curvature !== undefined &&
  curvature.smallest < -bent.value * curvature.largest &&
  curvature.smallest < -sharp.value * loss;

/** A standstill at a tiny gradient where the loss bends down: weights that are all alike or near 0. */
export const saddle: Rule = {
  id: "saddle",
  severity: "error",
  summary: "no progress at a tiny gradient, with directions in which the loss bends down",
  causes: ["rate-too-low", "plateau", "frozen-parameters", "class-imbalance", "underfitting"],
  judge(seen) {
    const stuck = stuckIn(seen);
    if (!stuck?.curvature || !bendsDown(stuck)) return undefined;
    const { loss, slope, part, steps, curvature, scores } = stuck;
    return {
      sentence:
        `The run stands on a saddle: at a loss of ${showNumber(loss)} the gradient is almost 0, but the loss bends down ` +
        `(curvature ${showNumber(curvature.smallest)}), so that there is a way on which the gradient does not show.`,
      evidence: [
        { what: "smallest curvature", value: curvature.smallest, limit: -bent.value * curvature.largest },
        {
          what: `gradient times weights, as a part of the loss, in ${showNumber(100 * part)} % of the numbers at most`,
          value: slope,
          limit: thresholds.plateau.flat.value,
          steps,
        },
        ...(scores ? [{ what: "score, and that of nearest neighbours", value: showScores(scores) }] : []),
      ],
      remedies: remediesFor(seen),
      confidence: 0.95,
    };
  },
};

export const showScores = ({ own, neighbours }: NonNullable<Stuck["scores"]>): string =>
  `${showNumber(own)} and ${showNumber(neighbours)}`;

const remediesFor = ({ setup }: Observations): string[] => {
  const isRectified = setup.layers.some(({ kind }) => /relu|gelu|silu/i.test(kind));
  return [
    `start from weights of the usual size, each unit its own: leave out kernelInitializer, or ${isRectified ? "heNormal()" : "glorotNormal()"}`,
    ...(/adam|lion|muon/i.test(setup.optimizer.name)
      ? []
      : ["an optimizer that makes up for small gradients: adam({ learningRate: 0.001 }), or momentum"]),
    "residual() around layers of a deep network, so that signals pass even where weights are small",
  ];
};
