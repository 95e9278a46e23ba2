import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePng } from "./png.ts";
import { type PngOptions, writePng } from "./testing/write-png.ts";

const gray: PngOptions = { width: 3, height: 2, channels: 1, values: Uint8Array.of(0, 100, 255, 7, 8, 9) };

describe("decodePng", () => {
  it("reads back pictures of every filter, number of channels and division into chunks", async () => {
    const pictures = fc
      .record({
        width: fc.integer({ min: 1, max: 9 }),
        height: fc.integer({ min: 1, max: 9 }),
        channels: fc.integer({ min: 1, max: 4 }),
        filters: fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }),
        chunkSize: fc.integer({ min: 1, max: 40 }),
      })
      .chain((options) => {
        const length = options.width * options.height * options.channels;
        return fc.uint8Array({ minLength: length, maxLength: length }).map((values) => ({ ...options, values }));
      });
    await fc.assert(
      fc.asyncProperty(pictures, async (picture) => {
        const { width, height, channels, values } = picture;
        expect(await decodePng(writePng(picture))).toEqual({ width, height, channels, values });
      }),
    );
  });

  it("reads a gray picture of two pixels that another program wrote", async () => {
    const file = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNgOAEAAMsAyWnIw2wAAAAASUVORK5CYII=";
    const { values, width, channels } = await decodePng(Uint8Array.from(atob(file), (byte) => byte.charCodeAt(0)));
    expect([values, width, channels]).toEqual([Uint8Array.of(0, 200), 2, 1]);
  });

  const refused: readonly (readonly [string, Uint8Array, string])[] = [
    [
      "JPEG",
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
      "a.png: a PNG file was expected, got a JPEG file; give decode a function",
    ],
    ["other files", Uint8Array.of(1, 2, 3), "a.png: a PNG file was expected, got another kind of file"],
    ["no bytes", new Uint8Array(), "got another kind of file"],
    [
      "16 bits",
      writePng({ ...gray, depth: 16 }),
      "8 bits a channel and not interlaced, got 16 bits; convert it, or give decode",
    ],
    ["palettes", writePng({ ...gray, color: 3 }), "got 8 bits, a palette"],
    ["interlaced pictures", writePng({ ...gray, interlace: 1 }), "got 8 bits, interlaced"],
    [
      "unknown filters",
      writePng({ ...gray, filters: [0, 9] }),
      "a.png: row 1 has no known filter, the file is damaged",
    ],
    ["a file cut in its image data", writePng(gray).subarray(0, -20), "a.png: the image data are cut off or damaged"],
    ["a file cut before them", writePng(gray).subarray(0, 40), "a.png: the PNG file is cut off before its image data"],
    [
      "too few pixels",
      writePng({ ...gray, height: 2, width: 3, channels: 1, color: 2 }),
      "2×3 pixels need 20 bytes, found 8",
    ],
  ];
  it.each(refused)("refuses %s", async (_, bytes, message) => {
    await expect(decodePng(bytes, "a.png")).rejects.toThrow(message);
    await expect(decodePng(bytes, "a.png")).rejects.toMatchObject({ code: "file" });
  });
});
