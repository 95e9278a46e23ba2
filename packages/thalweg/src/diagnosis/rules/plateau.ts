import { showNumber } from "../describe.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { stuckIn } from "../stuck.ts";
import { thresholds } from "../thresholds.ts";
import { bendsDown, showScores } from "./saddle.ts";

const { flat, lower } = thresholds.plateau;

/** A standstill far from what is possible where the loss is flat: the gradient of every example is tiny, and nothing bends down. */
export const plateau: Rule = {
  id: "plateau",
  severity: "error",
  summary: "no progress at a tiny gradient, far from what the data allow, and no way down",
  causes: ["rate-too-low", "class-imbalance", "underfitting"],
  judge(seen) {
    const stuck = stuckIn(seen);
    if (!stuck || bendsDown(stuck)) return undefined;
    const { loss, slope, part, steps, scores, curvature } = stuck;
    return {
      sentence:
        `The run stands still on a plateau: the loss stays at ${showNumber(loss)}, and ${showNumber(100 * part)} % of the ` +
        `model's numbers have a gradient so small that doubling them would change it by less than ${showNumber(100 * flat.value)} %.`,
      evidence: [
        { what: "gradient times weights, as a part of the loss", value: slope, limit: flat.value, steps },
        ...(scores ? [{ what: "score, and that of nearest neighbours", value: showScores(scores) }] : []),
        ...(curvature ? [{ what: "smallest curvature", value: curvature.smallest }] : []),
      ],
      remedies: remediesFor(seen, loss),
      confidence: curvature ? 0.98 : 0.6,
    };
  },
};

/** The lowest mean over some batches, long before: where the run came from. */
const wasLower = ({ steps }: Observations, loss: number): boolean => {
  const losses = steps.filter(({ skipped }) => skipped === undefined).map((step) => step.loss);
  const stretch = Math.max(1, Math.round(losses.length / 100));
  return losses.some((_, index) => {
    const part = losses.slice(index, index + stretch);
    return part.length === stretch && part.reduce((sum, each) => sum + each, 0) / stretch < lower.value * loss;
  });
};

const remediesFor = (seen: Observations, loss: number): string[] => {
  const { setup } = seen;
  const rate = seen.steps.reduce((most, { learningRate }) => Math.max(most, learningRate), 0);
  // It did not begin there: a step too long has thrown it where nothing bends any more.
  const thrown =
    wasLower(seen, loss) && rate > 0
      ? [`divide the learning rate by 10: ${showNumber(rate / 10)}; the loss was lower before`]
      : [];
  return [...thrown, ...usualRemedies(setup)];
};

const usualRemedies = (setup: Observations["setup"]): string[] => [
  "start where functions are not flat: biases of 0, initial weights as the layers choose them, inputs of mean 0 and deviation 1",
  setup.loss.expects === "values"
    ? "a loss that is steep far from the target: mse() or huber() on the bare output; for probabilities binaryCrossEntropy() on logits"
    : "give the loss bare logits, without a sigmoid or softmax of your own before it",
  "batchNorm() or layerNorm() before functions that are flat far from 0",
  ...(/adam/i.test(setup.optimizer.name)
    ? []
    : ["adam({ learningRate: 0.001 }), whose step does not shrink with the gradient"]),
];
