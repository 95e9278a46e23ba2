/** What a sweep on its command line comes to: what its trials share, which there are, and how long they are. */
import { surfaces } from "thalweg/problems";
import { wrongUsage } from "../command-error.ts";
import { datasetNames, type ImageSettings } from "../images/settings.ts";
import { kebabCase } from "../options/names.ts";
import type { PictureOptions } from "../pictures/write-pictures.ts";
import type { SweepAbout } from "./sweep-folder.ts";
import { rungsOf } from "./sweep-halving.ts";
import type { Base } from "./sweep-settings.ts";
import { type Assignment, type Dimension, gridTrials, randomTrials, writtenValues } from "./sweep-space.ts";
import type { SurfaceSettings } from "./trial.ts";

export const metricNames = ["validation-loss", "validation-accuracy", "train-loss", "train-accuracy"] as const;

/** What commander reads of a sweep's own options. */
export interface OwnOptions extends PictureOptions {
  readonly vary?: readonly Dimension[];
  readonly search: "grid" | "random";
  readonly trials?: number;
  readonly processes: number;
  readonly halving?: true | "async" | "sync";
  readonly minUpdates?: number;
  readonly minEpochs?: number;
  readonly eta: number;
  readonly metric?: (typeof metricNames)[number];
  readonly dir?: string;
  readonly json?: boolean;
}

/** Everything that commander reads. */
export type SweepOptions = OwnOptions &
  Omit<ImageSettings, "standardize"> &
  SurfaceSettings & { standardize?: boolean };

/** What is shared by all trials, of the kind that the name of the target says. */
export const baseOf = (target: string, given: SweepOptions): Base => {
  const { optimizer, set, accumulate, schedule, epochs, batchSize, seed, device, threads, blas } = given;
  const { learningRate, momentum, weightDecay, clip, warmup } = given;
  const shared = { optimizer, set, accumulate, schedule, epochs, batchSize, seed, device, blas };
  const learning = { ...shared, learningRate, momentum, weightDecay, clip, warmup };
  if (Object.hasOwn(surfaces, target)) {
    const { steps, start, noise } = given;
    return { kind: "surface", ...learning, model: "", surface: target, steps, start, noise };
  }
  const dataset = datasetNames.find((name) => name === target) ?? datasetNames[0];
  const { model, hidden, standardize = false, augment, updates, dataDir, trainExamples, testExamples } = given;
  const { validationSplit } = given;
  const data = { dataset, dataDir, trainExamples, testExamples, standardize, augment, validationSplit };
  return { kind: "network", ...learning, ...data, model, hidden, updates, threads };
};

/** The values of all trials that the search makes. */
export const searched = (
  dimensions: readonly Dimension[],
  { search, trials, seed }: Pick<SweepOptions, "search" | "trials" | "seed">,
): readonly Assignment[] => {
  if (search === "random") return randomTrials(dimensions, trials ?? 20, seed);
  if (trials !== undefined) {
    throw wrongUsage("--trials: a grid has as many as its values make; leave it out, or use --search random");
  }
  return gridTrials(dimensions);
};

/** Settings that change nothing on a surface, or no result at all. */
const idle: Readonly<Record<Base["kind"], readonly string[]>> = {
  surface: ["kind", "surface", "accumulate", "epochs", "batchSize", "device", "blas", "model"],
  network: ["kind", "dataset", "threads"],
};

/** What decides the results: each option as it would be typed, defaults included. */
export const aboutOf = (
  target: string,
  base: Base,
  { vary = [], search, trials, halving, eta }: SweepOptions,
  { rungs, metric }: { readonly rungs: readonly number[]; readonly metric: string },
): SweepAbout => ({
  target,
  varied: vary.map(({ name }) => kebabCase(name)).join(", "),
  ...Object.fromEntries(vary.map((each) => [`--vary ${kebabCase(each.name)}`, writtenValues(each)])),
  "--search": search,
  ...(trials === undefined ? {} : { "--trials": String(trials) }),
  ...(halving === undefined ? {} : { "--halving": halving === true ? "async" : halving, "--eta": String(eta) }),
  rungs: rungs.join(", "),
  "--metric": metric,
  ...Object.fromEntries(
    Object.entries(base)
      .filter(([name, value]) => value !== undefined && !idle[base.kind].includes(name))
      .map(([name, value]) => [`--${kebabCase(name)}`, typeof value === "object" ? JSON.stringify(value) : `${value}`]),
  ),
});

/** How long trials are at the end of each rung. */
export const rungsFor = (
  base: Base,
  { halving, eta, minUpdates, minEpochs, vary = [] }: SweepOptions,
): readonly number[] => {
  const isSurface = base.kind === "surface";
  const whole = isSurface ? base.steps : base.epochs;
  const [least, flag] = isSurface ? [minUpdates, "--min-updates"] : [minEpochs, "--min-epochs"];
  const [other, otherFlag] = isSurface ? [minEpochs, "--min-epochs"] : [minUpdates, "--min-updates"];
  if (other !== undefined) {
    throw wrongUsage(`${otherFlag}: rungs are counted in ${isSurface ? "updates" : "epochs"} here; use ${flag}`);
  }
  if (halving === undefined) {
    if (least !== undefined) throw wrongUsage(`${flag}: is for --halving; give that, too, or leave it out`);
    return [whole];
  }
  const length = vary.find(({ name }) => ["steps", "epochs", "updates"].includes(name));
  if (length) throw wrongUsage(`--vary ${length.name}: --halving decides how long trials are; leave one out`);
  if (!isSurface && base.updates !== undefined) throw wrongUsage("--updates: --halving counts epochs; use --epochs");
  if (least !== undefined && least > whole) throw wrongUsage(`${flag}: must be at most ${whole}, got ${least}`);
  return rungsOf(least ?? Math.max(1, Math.round(whole / eta ** 3)), whole, eta);
};

/** What decides which trial is best. */
export const metricOf = (base: Base, { metric }: Pick<SweepOptions, "metric">): string => {
  if (base.kind === "surface") {
    if (metric !== undefined) throw wrongUsage("--metric: a surface has its loss alone; leave it out");
    return "loss";
  }
  const name = metric ?? "validation-loss";
  if (name.startsWith("validation") && base.validationSplit === 0) {
    throw wrongUsage(`--validation-split: ${name} needs validation data; give a part, or --metric train-loss`);
  }
  return name;
};

/** How long a trial that is no one's rung is, in words: `1,000 updates`. */
export const unitOf = (base: Base): "update" | "epoch" =>
  base.kind === "surface" || base.updates !== undefined ? "update" : "epoch";
