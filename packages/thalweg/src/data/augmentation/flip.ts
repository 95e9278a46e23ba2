import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { TypedArray } from "../../kernels/dtype.ts";
import { type Augmentation, checkImage } from "./augmentation.ts";

/** Mirrors an image about its vertical middle, in place. */
export const flipImage = (image: TypedArray, [height, width, channels]: readonly number[]): void => {
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width >> 1; column += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        const left = (row * width + column) * channels + channel;
        const right = (row * width + width - 1 - column) * channels + channel;
        [image[left], image[right]] = [image[right], image[left]];
      }
    }
  }
};

/**
 * Mirrors each image left to right with a probability, ½ unless said: for what looks the same from both sides, not for
 * digits or letters. Images [height, width, channels].
 *
 * @example
 * const source = augment(train, [flip()]);
 */
export const flip = (probability = 0.5): Augmentation => {
  if (!(probability >= 0 && probability <= 1)) {
    throw new ThalwegError("argument", `flip: probability must be in [0, 1], got ${probability}`);
  }
  return {
    name: "flip",
    check: (shape) => checkImage("flip", shape),
    apply: (image, shape, random) => {
      if (random.uniform() < probability) flipImage(image, shape);
    },
  };
};
