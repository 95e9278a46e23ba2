import { ThalwegError } from "../../errors/thalweg-error.ts";
import { dtypeOf, type TypedArray } from "../../kernels/dtype.ts";

/** A picture; values: [height, width, channels], row by row. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: TypedArray | Uint8ClampedArray;
}

/** Makes a picture of a file's bytes; `name` is the file's path. */
export type ImageDecoder = (bytes: Uint8Array, name: string) => Image | Promise<Image>;

/** The values of a picture as a tensor may hold them. */
export const pixelsOf = ({ values }: Image): TypedArray =>
  values instanceof Uint8ClampedArray ? new Uint8Array(values.buffer, values.byteOffset, values.length) : values;

/** What a decoder must give. */
export const checkImage = (image: Image, name: string): void => {
  const { width, height, channels } = image;
  const areExtents = [width, height, channels].every((extent) => Number.isInteger(extent) && extent > 0);
  if (areExtents && image.values.length === width * height * channels) return;
  throw new ThalwegError(
    "data",
    `${name}: decode must give width·height·channels values, got ${image.values?.length} for ${width}×${height}×${channels}`,
  );
};

/** `28×28×1 (uint8)`, height first. */
export const showImage = (image: Image): string =>
  `${image.height}×${image.width}×${image.channels} (${dtypeOf(pixelsOf(image))})`;
