import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { TypedArray } from "../../kernels/dtype.ts";
import { type Augmentation, checkImage } from "./augmentation.ts";

/** Moves an image down by `down` and right by `right` pixels, in place; what comes in holds `fill`. */
export const shiftImage = (
  image: TypedArray,
  [height, width, channels]: readonly number[],
  { down, right, fill }: { readonly down: number; readonly right: number; readonly fill: number },
): void => {
  const source = image.slice();
  image.fill(fill);
  const rowSize = width * channels;
  const [from, to] = [Math.max(0, -right), Math.min(width, width - right)];
  for (let row = Math.max(0, -down); row < Math.min(height, height - down); row += 1) {
    const pixels = source.subarray(row * rowSize + from * channels, row * rowSize + to * channels);
    image.set(pixels, (row + down) * rowSize + (from + right) * channels);
  }
};

/**
 * Moves each image by up to `pixels` up or down and left or right, every whole distance equally likely; what comes in
 * holds `fill`, 0 unless said. Images [height, width, channels].
 *
 * @example
 * const source = augment(train, [shift(2)]);
 */
export const shift = (pixels: number, { fill = 0 }: { fill?: number } = {}): Augmentation => {
  if (!Number.isInteger(pixels) || pixels < 1) {
    throw new ThalwegError("argument", `shift: pixels must be a positive whole number, got ${pixels}`);
  }
  return {
    name: "shift",
    check: (shape) => {
      checkImage("shift", shape);
      if (pixels < Math.min(shape[0], shape[1])) return;
      throw new ThalwegError(
        "argument",
        `shift: pixels must be below the images' ${shape[0]}×${shape[1]}, got ${pixels}`,
      );
    },
    apply: (image, shape, random) => {
      const down = random.integer(2 * pixels + 1) - pixels;
      const right = random.integer(2 * pixels + 1) - pixels;
      shiftImage(image, shape, { down, right, fill });
    },
  };
};
