/** Small networks for lessons: trained in a second or two, watched epoch by epoch. */
import { type Dataset, garments } from "thalweg/data";
import type { LayerLike } from "thalweg/layers";
import { crossEntropy } from "thalweg/losses";
import { accuracy } from "thalweg/metrics";
import type { OptimizerLike } from "thalweg/optimizers";
import { Trainer } from "thalweg/training";
import type { LineFigure, Place } from "../pictures/figure.ts";

/** How a network learned. */
export interface Learned {
  readonly name: string;
  /** Mean over each epoch while it ran. */
  readonly losses: readonly number[];
  readonly accuracy: number;
}

export interface Learner {
  readonly name: string;
  readonly data: Dataset;
  readonly model: LayerLike;
  readonly optimizer: OptimizerLike;
}

/** Drawn clothing, pixels in [0, 255]. */
export const clothes = (): Dataset => garments({ train: 500, test: 1, seed: 0 }).train;

/** Trains on batches of 50. */
export const learn = async ({ name, data, model, optimizer }: Learner, epochs: number): Promise<Learned> => {
  const trainer = new Trainer({ model, loss: crossEntropy(), optimizer, metrics: [accuracy()], seed: 0 });
  const history = await trainer.fit(data, { epochs, batchSize: 50 });
  const last = history.epochs[history.epochs.length - 1];
  return { name, losses: history.epochs.map(({ loss }) => loss), accuracy: last.metrics.accuracy };
};

/** The losses of several, epoch by epoch. */
export const learningFigure = (title: string, learned: readonly Learned[]): LineFigure => ({
  kind: "line",
  title,
  x: { label: "epoch" },
  y: { label: "training loss" },
  series: learned.map(({ name, losses }) => ({
    name,
    points: losses.map((loss, index): Place => [index + 1, loss]),
  })),
});
