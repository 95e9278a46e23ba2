import { ThalwegError } from "../errors/thalweg-error.ts";
import { showShape } from "../graph/shape.ts";
import { checkFinite, checkLabels } from "./checks.ts";
import type { Dataset } from "./dataset.ts";
import { readIdx } from "./idx.ts";
import type { Values } from "./values.ts";

/** Bytes of a file and the name it has in errors. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface IdxPairOptions {
  readonly classes?: readonly string[];
  /** Name of the data set. */
  readonly name?: string;
}

const wrongShapes = (images: Values, imagesName: string, labels: Values, labelsName: string): ThalwegError => {
  const exchanged = images.shape.length === 1 && labels.shape.length > 1;
  return new ThalwegError(
    "file",
    "readIdxPair: images must have shape [images, height, width] or more and labels [labels], " +
      `got ${showShape(images.shape)} from ${imagesName} and ${showShape(labels.shape)} from ${labelsName}` +
      (exchanged ? "; the two files seem to be exchanged" : ""),
  );
};

/**
 * A data set from an IDX file of images [n, height, width] and one of labels [n], either packed
 * with gzip or not. Images gain a channel, [n, height, width, 1]; labels become int32.
 *
 * @example
 * const test = await readIdxPair({ name: "images", bytes: imageBytes }, { name: "labels", bytes: labelBytes });
 */
export const readIdxPair = async (
  imagesFile: NamedBytes,
  labelsFile: NamedBytes,
  { classes, name = "idx" }: IdxPairOptions = {},
): Promise<Dataset> => {
  const images = await readIdx(imagesFile.bytes, imagesFile);
  const labels = await readIdx(labelsFile.bytes, labelsFile);
  if (images.shape.length < 2 || labels.shape.length !== 1) {
    throw wrongShapes(images, imagesFile.name, labels, labelsFile.name);
  }
  if (images.shape[0] !== labels.shape[0]) {
    throw new ThalwegError(
      "data",
      `readIdxPair: images and labels must be equally many, got ${images.shape[0]} images in ${imagesFile.name} ` +
        `and ${labels.shape[0]} labels in ${labelsFile.name}; take both files from the same set`,
    );
  }
  if (images.values.length === 0) {
    throw new ThalwegError("data", `readIdxPair: ${imagesFile.name} holds no images, shape ${showShape(images.shape)}`);
  }
  checkFinite(images, imagesFile.name);
  const inputs = images.shape.length === 3 ? { values: images.values, shape: [...images.shape, 1] } : images;
  const plain = { values: Int32Array.from(labels.values), shape: labels.shape };
  if (classes === undefined) return { name, inputs, targets: plain };
  return { name, inputs, targets: checkLabels(labels, classes, labelsFile.name), classes };
};
