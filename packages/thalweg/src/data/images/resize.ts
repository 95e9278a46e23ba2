import { ThalwegError } from "../../errors/thalweg-error.ts";
import { dtypeOf, isFloat, typedArray } from "../../kernels/dtype.ts";
import { type Image, pixelsOf } from "./image.ts";

export interface ResizeOptions {
  readonly width: number;
  readonly height: number;
  /** The nearest pixel, or a mean of the four around; "bilinear" unless said. */
  readonly method?: "nearest" | "bilinear";
}

/** The two source positions around a target pixel and the share of the second; pixels are squares, measured at their centers. */
const around = (to: number, size: number, target: number): readonly [number, number, number] => {
  const center = Math.min(Math.max(((to + 0.5) * size) / target - 0.5, 0), size - 1);
  const first = Math.floor(center);
  return [first, Math.min(first + 1, size - 1), center - first];
};

const nearestTo = (to: number, size: number, target: number): readonly [number, number, number] => {
  const place = Math.min(Math.floor(((to + 0.5) * size) / target), size - 1);
  return [place, place, 0];
};

/**
 * A picture in another size: each new pixel takes the value of the old picture at its center, of the nearest old pixel or
 * by linear interpolation in both directions. Made smaller, fine patterns may show as coarse ones.
 *
 * @example
 * const gray = { width: 2, height: 1, channels: 1, values: Uint8Array.of(0, 100) };
 * resizeImage(gray, { width: 4, height: 1 }).values; // [0, 25, 75, 100]
 */
export const resizeImage = (image: Image, { width, height, method = "bilinear" }: ResizeOptions): Image => {
  if (!(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0)) {
    throw new ThalwegError(
      "argument",
      `resize: width and height must be positive whole numbers, got ${width} and ${height}`,
    );
  }
  if (method !== "nearest" && method !== "bilinear") {
    throw new ThalwegError("argument", `resize: method must be "nearest" or "bilinear", got ${String(method)}`);
  }
  const { channels } = image;
  const source = pixelsOf(image);
  const dtype = dtypeOf(source);
  const round = isFloat(dtype) ? (value: number) => value : Math.round;
  const place = method === "nearest" ? nearestTo : around;
  const columns = Array.from({ length: width }, (_, column) => place(column, image.width, width));
  const values = typedArray(dtype, width * height * channels);
  let offset = 0;
  for (let row = 0; row < height; row += 1) {
    const [upper, lower, down] = place(row, image.height, height);
    for (const [left, right, along] of columns) {
      for (let channel = 0; channel < channels; channel += 1) {
        const at = (y: number, x: number): number => source[(y * image.width + x) * channels + channel];
        const above = at(upper, left) * (1 - along) + at(upper, right) * along;
        const below = at(lower, left) * (1 - along) + at(lower, right) * along;
        values[offset] = round(above * (1 - down) + below * down);
        offset += 1;
      }
    }
  }
  return { width, height, channels, values };
};
