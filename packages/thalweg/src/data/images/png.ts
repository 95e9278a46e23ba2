import { inflate } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Image } from "./image.ts";

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Channels of a pixel by the color type of the header; 3 would be a palette. */
const channelsOf: Readonly<Partial<Record<number, number>>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

const wrong = (name: string, rule: string, cause?: unknown): ThalwegError =>
  new ThalwegError("file", `${name}: ${rule}`, { cause });

/** What pictures that are no PNG files often are instead. */
const foreign: readonly (readonly [start: readonly number[], found: string])[] = [
  [[0xff, 0xd8, 0xff], "a JPEG file"],
  [[0x47, 0x49, 0x46], "a GIF file"],
  [[0x52, 0x49, 0x46, 0x46], "a WebP file"],
  [[0x42, 0x4d], "a BMP file"],
];

const checkSignature = (bytes: Uint8Array, name: string): void => {
  if (signature.every((byte, index) => bytes[index] === byte)) return;
  const found = foreign.find(([start]) => start.every((byte, index) => bytes[index] === byte))?.[1];
  throw wrong(
    name,
    `a PNG file was expected, got ${found ?? "another kind of file"}; give decode a function that reads it`,
  );
};

interface Parts {
  readonly header: Uint8Array;
  readonly packed: Uint8Array;
}

/** The header and the joined image data; chunks are length, type, data and sum, of which zlib's own sum makes the last needless. */
const partsOf = (bytes: Uint8Array, name: string): Parts => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let header: Uint8Array | undefined;
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") header = content;
    else if (type === "IDAT") data.push(content);
    else if (type === "IEND") break;
    at += 12 + length;
  }
  if (header === undefined || header.length < 13 || data.length === 0) {
    throw wrong(name, "the PNG file is cut off before its image data");
  }
  const packed = new Uint8Array(data.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of data) {
    packed.set(part, offset);
    offset += part.length;
  }
  return { header, packed };
};

/** Of left, above and upper left the one nearest to left + above − upper left. */
const paeth = (left: number, above: number, corner: number): number => {
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
};

/** What a filter added to each byte is taken off again; `pixel` is bytes a pixel, `above` the finished row before. */
const unfilter = (filter: number, row: Uint8Array, above: Uint8Array, pixel: number): boolean => {
  if (filter > 4) return false;
  for (let index = 0; index < row.length; index += 1) {
    const left = index < pixel ? 0 : row[index - pixel];
    const corner = index < pixel ? 0 : above[index - pixel];
    if (filter === 1) row[index] += left;
    else if (filter === 2) row[index] += above[index];
    else if (filter === 3) row[index] += (left + above[index]) >> 1;
    else if (filter === 4) row[index] += paeth(left, above[index], corner);
  }
  return true;
};

/**
 * A picture from the bytes of a PNG file of 8 bits a channel, not interlaced: gray (1 channel), gray with alpha (2), RGB (3)
 * or RGBA (4), uint8. Gamma and color profiles are left alone. W3C, Portable Network Graphics, third edition, 2025.
 *
 * @example
 * const file = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNgOAEAAMsAyWnIw2wAAAAASUVORK5CYII=";
 * const { values } = await decodePng(Uint8Array.from(atob(file), (byte) => byte.charCodeAt(0)));
 * values; // [0, 200]
 */
export const decodePng = async (bytes: Uint8Array, name = "PNG data"): Promise<Image> => {
  checkSignature(bytes, name);
  const { header, packed } = partsOf(bytes, name);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, color, , , interlace] = header.subarray(8);
  const channels = channelsOf[color];
  if (depth !== 8 || channels === undefined || interlace !== 0) {
    const found = `${depth} bits${color === 3 ? ", a palette" : ""}${interlace === 0 ? "" : ", interlaced"}`;
    throw wrong(
      name,
      `a PNG must be gray, RGB or RGBA with 8 bits a channel and not interlaced, got ${found}; convert it, or give decode`,
    );
  }
  const rows = await unpackedRows(packed, name);
  const rowSize = width * channels;
  if (rows.length !== height * (rowSize + 1)) {
    throw wrong(name, `${height}×${width} pixels need ${height * (rowSize + 1)} bytes, found ${rows.length}`);
  }
  const values = new Uint8Array(height * rowSize);
  let above = new Uint8Array(rowSize);
  for (let row = 0; row < height; row += 1) {
    const begin = row * (rowSize + 1);
    const current = values.subarray(row * rowSize, (row + 1) * rowSize);
    current.set(rows.subarray(begin + 1, begin + 1 + rowSize));
    if (!unfilter(rows[begin], current, above, channels))
      throw wrong(name, `row ${row} has no known filter, the file is damaged`);
    above = current;
  }
  return { width, height, channels, values };
};

const unpackedRows = async (packed: Uint8Array, name: string): Promise<Uint8Array> => {
  try {
    return await inflate(packed);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw wrong(name, `the image data are cut off or damaged (${reason})`, error);
  }
};
