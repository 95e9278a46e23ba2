import { InvalidArgumentError } from "commander";
import {
  type Augmentation,
  augment,
  type BatchSource,
  type Dataset,
  flip,
  noise,
  type StandardizerState,
  shift,
} from "thalweg/data";
import { suggestion } from "thalweg/errors";
import type { Reader } from "../options/numbers.ts";

/** How far each change goes; `black` is what is outside a picture. */
const augmentations = {
  shift: (black: number): Augmentation => shift(2, { fill: black }),
  flip: (): Augmentation => flip(),
  noise: (): Augmentation => noise(0.05),
};

export type AugmentationName = keyof typeof augmentations;

export const augmentationNames: readonly string[] = Object.keys(augmentations);

const isName = (text: string): text is AugmentationName => text in augmentations;

/** `shift,flip,noise`, or some of them. */
export const augmentationsIn: Reader<readonly AugmentationName[]> = (text) =>
  text.split(",").map((part) => {
    const name = part.trim();
    if (isName(name)) return name;
    throw new InvalidArgumentError(`There is no augmentation ${name}${suggestion(name, augmentationNames)}`);
  });

/** Training pictures that are changed at random each time they are seen. */
export const augmented = (
  train: Dataset,
  names: readonly AugmentationName[],
  standardizer?: StandardizerState,
): Dataset | BatchSource => {
  if (names.length === 0) return train;
  const black = standardizer ? -standardizer.mean[0] / (standardizer.deviation[0] || 1) : 0;
  return augment(
    train,
    names.map((name) => augmentations[name](black)),
  );
};
