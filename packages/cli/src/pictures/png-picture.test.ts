import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { findFonts } from "./fonts.ts";
import { pngOf } from "./png-picture.ts";
import { picture, rectangle, text } from "./svg.ts";
import { svgOf } from "./svg-picture.ts";
import { barFigure } from "./testing/figures.ts";

const folder = temporaryFolder();
const fonts = await findFonts();

/** Bytes of the pixels, filters included. */
const pixelsOf = (png: Uint8Array): Buffer => {
  const parts: Buffer[] = [];
  for (let place = 8; place < png.length; ) {
    const length = Buffer.from(png.buffer, png.byteOffset).readUInt32BE(place);
    const type = Buffer.from(png.subarray(place + 4, place + 8)).toString("latin1");
    if (type === "IDAT") parts.push(Buffer.from(png.subarray(place + 8, place + 8 + length)));
    place += 12 + length;
  }
  return inflateSync(Buffer.concat(parts));
};

describe.skipIf(fonts === undefined)("pngOf, with a font of this machine", () => {
  it("draws the picture at its scale", async () => {
    const png = Buffer.from(await pngOf(svgOf(barFigure), 2));
    expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1800, 440]);
  });

  it("draws words, in the light theme", async () => {
    const blank = await pngOf(picture(200, 60, "", []), 1);
    const words = await pngOf(picture(200, 60, "", [text(20, 30, "words", "title")]), 1);
    const box = await pngOf(picture(200, 60, "", [rectangle(20, 20, 50, 12, "h0")]), 1);
    expect(pixelsOf(words).equals(pixelsOf(blank))).toBe(false);
    expect(pixelsOf(box).includes(Buffer.from([0x14, 0x1a, 0x22]))).toBe(false);
  });
});

it("says what to do where there is no font", async () => {
  await expect(pngOf(svgOf(barFigure), 1, [folder()])).rejects.toThrow(
    /--png: words need a font, and none is in .*; install one/,
  );
});
