import { crc32, deflateSync } from "node:zlib";

/** How a picture is written; filters by row, 0 to 4, are taken in turn. */
export interface PngOptions {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: Uint8Array;
  readonly filters?: readonly number[];
  /** Bytes of image data in one chunk. */
  readonly chunkSize?: number;
  /** Fields of the header in place of the right ones. */
  readonly depth?: number;
  readonly color?: number;
  readonly interlace?: number;
}

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
};

/** What each filter takes off a byte, given those at its left, above, and above left. */
const predictions: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => Math.floor((left + above) / 2),
  (left, above, corner) => {
    const estimate = left + above - corner;
    return [left, above, corner].reduce((best, b) => (Math.abs(estimate - b) < Math.abs(estimate - best) ? b : best));
  },
];

/** A PNG file of 8 bits a channel. */
export const writePng = (options: PngOptions): Uint8Array => {
  const { width, height, channels, values, filters = [0], chunkSize = 1 << 20 } = options;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([options.depth ?? 8, options.color ?? [0, 0, 4, 2, 6][channels], 0, 0, options.interlace ?? 0], 8);
  const rowSize = width * channels;
  const rows = new Uint8Array(height * (rowSize + 1));
  const at = (row: number, index: number): number => (row < 0 || index < 0 ? 0 : values[row * rowSize + index]);
  for (let row = 0; row < height; row += 1) {
    const filter = filters[row % filters.length];
    rows[row * (rowSize + 1)] = filter;
    for (let index = 0; index < rowSize; index += 1) {
      const left = at(row, index - channels);
      const predicted = predictions[filter]?.(left, at(row - 1, index), at(row - 1, index - channels)) ?? 0;
      rows[row * (rowSize + 1) + 1 + index] = at(row, index) - predicted;
    }
  }
  const packed = new Uint8Array(deflateSync(rows));
  const data: Uint8Array[] = [];
  for (let begin = 0; begin < packed.length; begin += chunkSize) {
    data.push(chunk("IDAT", packed.subarray(begin, begin + chunkSize)));
  }
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const text = chunk("tEXt", new TextEncoder().encode("Comment\0a picture"));
  return new Uint8Array(
    Buffer.concat([signature, chunk("IHDR", header), text, ...data, chunk("IEND", new Uint8Array())]),
  );
};
