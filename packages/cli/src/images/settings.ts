import { perceptronNames } from "../run/perceptron.ts";
import { type LearningSettings, usual } from "../run/settings.ts";
import type { AugmentationName } from "./augmentations.ts";

export const datasetNames = ["fashion-mnist", "garments"] as const;
export type DatasetName = (typeof datasetNames)[number];

export const imageModelNames = [...perceptronNames, "cnn"] as const;
export type ImageModelName = (typeof imageModelNames)[number];

/** What a run on pictures depends on. */
export interface ImageSettings extends LearningSettings {
  readonly dataset: DatasetName;
  readonly dataDir?: string;
  readonly trainExamples?: number;
  readonly testExamples?: number;
  readonly standardize: boolean;
  readonly augment: readonly AugmentationName[];
  readonly validationSplit: number;
  readonly model: ImageModelName;
  /** Units of the hidden dense layers. */
  readonly hidden: readonly number[];
}

/** Units of the hidden dense layers unless the user says otherwise. */
export const usualHidden: Readonly<Record<ImageModelName, readonly number[]>> = {
  mlp: [256, 128],
  "mlp-bn": [256, 128],
  cnn: [256],
};

/** What is taken for granted unless the user says otherwise. */
export const usualImages: Omit<ImageSettings, "dataset" | "hidden"> = {
  ...usual,
  model: "mlp",
  standardize: false,
  augment: [],
  validationSplit: 0,
};
