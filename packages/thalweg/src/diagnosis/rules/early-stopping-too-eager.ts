import type { EpochRecord } from "../../training/index.ts";
import { showNumber } from "../describe.ts";
import type { Evidence } from "../finding.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { planned, falling, patience: short, doubt } = thresholds["early-stopping-too-eager"];

interface Watched {
  readonly monitor: string;
  readonly patience: number;
  readonly minDelta: number;
}

/** Ended by early stopping after few of the planned epochs, while the training loss still fell and the monitored value had no time to tell. */
export const earlyStoppingTooEager: Rule = {
  id: "early-stopping-too-eager",
  severity: "warning",
  summary: "early stopping ended the run while it was still getting better",
  causes: ["underfitting"],
  judge(seen) {
    const watched = watchedIn(seen);
    const { epochs, setup } = seen;
    if (!watched || !seen.ended || !seen.stopped?.startsWith("earlyStopping")) return undefined;
    if (epochs.length < 2 || epochs.length > planned.value * setup.epochs) return undefined;
    // As long as it waited: by chance alone, one epoch may bring nothing.
    const span = Math.min(epochs.length - 1, Math.max(2, watched.patience));
    const [before, last] = [epochs[epochs.length - 1 - span], epochs[epochs.length - 1]];
    const fall = 1 - (last.loss / before.loss) ** (1 / span);
    if (!(fall >= falling.value)) return undefined;
    const reason = reasonFor(watched, seen);
    if (!reason) return undefined;
    const { monitor, patience } = watched;
    const longer = Math.max(5, 3 * patience, Math.round(setup.epochs / 10));
    return {
      sentence:
        `Early stopping ended the run after ${epochs.length} of ${setup.epochs} epochs while it was still learning: ` +
        `the training loss fell by ${showNumber(100 * fall)} % an epoch at the end, and ${reason.why}.`,
      evidence: [
        { what: "epochs, as a part of those planned", value: epochs.length / setup.epochs, limit: planned.value },
        {
          what: `fall of the training loss an epoch, over the last ${span}, as a part of it`,
          value: fall,
          limit: falling.value,
        },
        reason.evidence,
      ],
      remedies: [
        ...(reason.isDelta ? ["minDelta: 0, or well below what one epoch brings"] : []),
        `more patience: earlyStopping({ patience: ${longer} }); the best weights are kept anyway`,
        ...(monitor === "validationAccuracy"
          ? ['monitor: "validationLoss", which moves where the accuracy stands still']
          : []),
        ...((setup.validation?.examples ?? Number.POSITIVE_INFINITY) < 200
          ? [`more validation data than ${setup.validation?.examples} examples, whose score changes by chance`]
          : []),
      ],
      confidence: 0.9,
    };
  },
};

const watchedIn = ({ setup, epochs }: Observations): Watched | undefined => {
  const about = setup.callbacks.find(({ name }) => name === "earlyStopping");
  if (!about) return undefined;
  const { monitor, patience, minDelta } = about.options;
  return {
    monitor:
      typeof monitor === "string" ? monitor : epochs.some(({ validation }) => validation) ? "validationLoss" : "loss",
    patience: typeof patience === "number" ? patience : 0,
    minDelta: typeof minDelta === "number" ? minDelta : 0,
  };
};

interface Reason {
  readonly why: string;
  readonly evidence: Evidence;
  readonly isDelta?: boolean;
}

const reasonFor = ({ monitor, patience, minDelta }: Watched, { epochs, setup }: Observations): Reason | undefined => {
  const values = epochs.map((epoch) => monitoredIn(monitor, epoch));
  const rises = /accuracy|r2|f1|precision|recall|auc/i.test(monitor);
  const better = (a: number, b: number): number => (rises ? a - b : b - a);
  const last = values[values.length - 1];
  const waited = Math.max(1, patience);
  const reference = values
    .slice(0, -waited)
    .reduce((best, value) => (better(value, best) > 0 ? value : best), values[0]);
  const gain = better(last, reference);
  if (minDelta > 0 && gain > 0 && gain <= minDelta) {
    return {
      isDelta: true,
      why: `${monitor} got better by ${showNumber(gain)} in ${waited === 1 ? "an epoch" : `${waited} epochs`}, which minDelta ${showNumber(minDelta)} takes for nothing`,
      evidence: { what: `improvement of ${monitor} while it waited`, value: gain, limit: minDelta },
    };
  }
  const noise = noiseOf(monitor, last, setup.validation?.examples);
  if (waited > short.value || gain < -doubt.value * noise) return undefined;
  return {
    why:
      `${monitor} was no better for ${waited === 1 ? "one epoch" : `${waited} epochs`} only, by less than chance moves it ` +
      `(about ${showNumber(noise)})`,
    evidence: { what: `loss of ${monitor} since the best epoch before`, value: -gain, limit: doubt.value * noise },
  };
};

const monitoredIn = (monitor: string, { loss, metrics, validation }: EpochRecord): number => {
  const known: Readonly<Record<string, number | undefined>> = { loss, ...metrics };
  if (!monitor.startsWith("validation")) return known[monitor] ?? Number.NaN;
  const name = monitor.charAt("validation".length).toLowerCase() + monitor.slice("validation".length + 1);
  const validated: Readonly<Record<string, number | undefined>> = { loss: validation?.loss, ...validation?.metrics };
  return validated[name] ?? Number.NaN;
};

/** By how much chance moves a mean over so many examples; single losses deviate by about their own size. */
const noiseOf = (monitor: string, value: number, examples: number | undefined): number => {
  if (examples === undefined) return 0.02 * Math.abs(value);
  const isShare = /accuracy/i.test(monitor);
  const deviation = isShare ? Math.sqrt(Math.max(0.01, value * (1 - value))) : Math.abs(value);
  return deviation / Math.sqrt(examples);
};
