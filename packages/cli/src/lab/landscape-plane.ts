/** A plane through a run's weights, and the loss over it. */
import { setImmediate } from "node:timers/promises";
import { type Dataset, exampleCount } from "thalweg/data";
import {
  type Direction,
  lossAt,
  type Normalization,
  principalDirections,
  projectPath,
  randomDirections,
  type Sharpness,
  sharpness,
  sliceLoss,
  spaced,
} from "thalweg/landscape";
import type { NamedArrays } from "thalweg/training";
import { interrupted, wrongUsage } from "../command-error.ts";
import type { Place } from "../pictures/figure.ts";
import type { Interruption } from "../surroundings.ts";
import { keptPath, type Rebuilt } from "./landscape-run.ts";

export const directionNames = ["random", "path"] as const;
export type DirectionName = (typeof directionNames)[number];

/** How a landscape is looked at. */
export interface PlaneSettings {
  readonly directions: DirectionName;
  /** Losses along each side. */
  readonly grid: number;
  /** From the weights to each side, in units of the directions; along a path, as far as it came unless given. */
  readonly range?: number;
  readonly seed: number;
  readonly normalize: Normalization;
  readonly sharpness?: boolean;
}

/** The loss over a plane through a run's weights. */
export interface Plane {
  readonly run: Rebuilt;
  readonly directions: DirectionName;
  /** Of the saved weights. */
  readonly loss: number;
  readonly examples: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Row after row of y. */
  readonly values: Float64Array;
  /** The weights kept along the way, in the plane. */
  readonly path: readonly Place[];
  /** Parts of the path's squared distances that the directions explain. */
  readonly shares?: readonly number[];
  readonly sharpness?: Sharpness;
  readonly seconds: number;
}

/** Evenly spaced numbers with 0 among them that reach beyond low and high by a tenth of what lies between. */
export const spanning = (low: number, high: number, count: number): readonly number[] => {
  const [from, to] = [Math.min(low, 0), Math.max(high, 0)];
  const margin = (to - from || 1) / 10;
  const stepWith = (before: number): number => Math.max((margin - from) / before, (margin + to) / (count - 1 - before));
  const splits = Array.from({ length: count - 2 }, (_, index) => index + 1);
  const before = splits.reduce((best, each) => (stepWith(each) < stepWith(best) ? each : best));
  const step = stepWith(before);
  return Array.from({ length: count }, (_, index) => (index - before) * step);
};

const placesOf = (path: readonly NamedArrays[], weights: NamedArrays, directions: readonly Direction[]) =>
  projectPath(path, weights, directions).map(([x, y]): Place => [x, y]);

/** Directions, what is known of them, and where losses are computed along them. */
const axesFor = async (run: Rebuilt, settings: PlaneSettings) => {
  const { grid, range, seed, normalize } = settings;
  const path = await keptPath(run);
  if (settings.directions === "random") {
    const directions = randomDirections(run.weights, { seed, normalize });
    const axis = spaced(range ?? 1, grid);
    return { directions, x: axis, y: axis, path: placesOf(path, run.weights, directions) };
  }
  if (path.length < 2) {
    throw wrongUsage(
      `--directions path: ${run.folder} kept ${path.length === 0 ? "no path" : "only one place"}; ` +
        "train with --keep-path 50, or take --directions random",
    );
  }
  // The last place kept is the end itself, unless the run was stopped before.
  const { directions, shares } = principalDirections([...path, run.weights], { only: (name) => run.learned.has(name) });
  const places = placesOf(path, run.weights, directions);
  const along = (values: readonly number[]): readonly number[] =>
    range === undefined ? spanning(Math.min(...values), Math.max(...values), grid) : spaced(range, grid);
  return { directions, shares, x: along(places.map(([x]) => x)), y: along(places.map(([, y]) => y)), path: places };
};

/** Sees to it that signals are heard, and stops where one came. */
const turn = async (interruption: Interruption): Promise<void> => {
  await setImmediate();
  if (interruption.requested) throw interrupted("stopped; nothing was written");
};

/** Says how far the work is; `what` names what is counted. */
export type Progress = (what: string, done: number, total: number) => void;

/** Computes the loss over a plane through a run's weights, and how sharp it is there. */
export const planeThrough = async (
  run: Rebuilt,
  data: Dataset,
  settings: PlaneSettings,
  { interruption, progress }: { readonly interruption: Interruption; readonly progress: Progress },
): Promise<Plane> => {
  const started = performance.now();
  const network = { model: run.task.model, loss: run.task.loss, data };
  const { directions, x, y, path, shares } = await axesFor(run, settings);
  const at = lossAt(network);
  const loss = await at(run.weights);
  const { values } = await sliceLoss(
    at,
    run.weights,
    directions,
    { x, y },
    {
      onValue: async (done, total) => {
        progress("losses", done, total);
        await turn(interruption);
      },
    },
  );
  const measured = settings.sharpness
    ? await sharpness(network, run.weights, {
        seed: settings.seed,
        dtype: "float32",
        onProduct: async (done, total) => {
          progress("products with the Hessian", done, total);
          await turn(interruption);
        },
      })
    : undefined;
  return {
    run,
    directions: settings.directions,
    loss,
    examples: exampleCount(data),
    x,
    y,
    values,
    path,
    ...(shares && { shares }),
    ...(measured && { sharpness: measured }),
    seconds: (performance.now() - started) / 1000,
  };
};

/** How far the loss lies above that of the weights, on average over the inner half of the plane. */
export const meanRise = ({ x, y, values, loss }: Plane): number => {
  const within = (value: number, all: readonly number[]): boolean =>
    Math.abs(value) <= Math.max(...all.map(Math.abs)) / 2 + 1e-12;
  const inner = [...values].filter(
    (_, index) => within(x[index % x.length], x) && within(y[Math.floor(index / x.length)], y),
  );
  return inner.reduce((sum, value) => sum + value, 0) / inner.length - loss;
};
