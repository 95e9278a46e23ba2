import type { LayerProbe, ParameterProbe, Probe } from "../training/index.ts";
import { medianOf } from "./median.ts";
import type { Observations } from "./observations.ts";
import type { Setup } from "./setup.ts";

/** Layers whose rows are learned one by one, and not by all examples. */
const tables: readonly string[] = ["embedding", "positionalEmbedding"];

/** Layers that multiply by weights, in the order of the model, which is the order of its depth as far as it is known. */
export const weightLayers = ({ layers }: Setup): readonly string[] =>
  layers
    .filter(
      ({ kind, parameters }) =>
        !tables.includes(kind) && Object.values(parameters).some((parameter) => parameter.kind === "weight"),
    )
    .map(({ path }) => path);

/** A layer's own parameters: `dense/weight` and `dense/bias` of `dense`, `query/weight` and others of an attention. */
export const parametersOf = ({ parameters }: Probe, path: string): readonly ParameterProbe[] =>
  parameters.filter(({ name }) => name.startsWith(`${path}/`));

/** Root mean square of a gradient, of the parameter of the layer that has the largest: 0 only where none comes in. */
export const gradientSize = (probe: Probe, path: string): number =>
  Math.max(0, ...parametersOf(probe, path).map(({ gradientNorm, size }) => gradientNorm / Math.sqrt(size)));

/** What a layer gave; with an activation of its own, what that gave. */
export const outputOf = ({ layers }: Probe, path: string): LayerProbe | undefined =>
  layers.find(({ layer }) => layer === path || layer === `${path}/activation`);

/** Root mean square of what a layer gave. */
export const outputSize = (probe: Probe, path: string): number => {
  const output = outputOf(probe, path);
  return output ? Math.hypot(output.mean, output.deviation) : Number.NaN;
};

/** How numbers of layers, one after the other, change through depth, as powers of ten. */
export interface Course {
  /** From the first to the last. */
  readonly whole: number;
  /** The part of `whole` that the largest change between two neighbours makes up. */
  readonly largestPart: number;
}

export const courseOf = (sizes: readonly number[]): Course => {
  const powers = sizes.map(Math.log10);
  const whole = powers[powers.length - 1] - powers[0];
  const changes = powers.slice(1).map((power, index) => (power - powers[index]) / whole);
  return { whole, largestPart: Math.max(...changes) };
};

/** The later half of what was probed, three probes at least: what comes and goes is no lasting fault. */
export const laterProbes = ({ probes }: Observations): readonly Probe[] =>
  probes.slice(-Math.max(3, Math.ceil(probes.length / 2)));

/** What is left of the first loss: medians of the last tenth of the updates and of the first ones; NaN where there are few. */
export const lossLeft = ({ steps }: Observations): number => {
  const losses = steps.flatMap(({ loss, skipped }) => (skipped === undefined && Number.isFinite(loss) ? [loss] : []));
  if (losses.length < 10) return Number.NaN;
  return medianOf(losses.slice(-Math.ceil(losses.length / 10))) / medianOf(losses.slice(0, 3));
};

/** `dense, dense_1 and 4 more`. */
export const listed = (names: readonly string[], most = 3): string => {
  const shown = names.slice(0, most);
  if (names.length > most) return `${shown.join(", ")} and ${names.length - most} more`;
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
};
