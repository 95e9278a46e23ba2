import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { imageFolder } from "./image-folder.ts";
import { writePng } from "./testing/write-png.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
});
afterEach(() => rm(folder, { recursive: true }));

const add = async (name: string, bytes: Uint8Array): Promise<void> => {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), bytes);
};
const gray = (value: number, width = 2) =>
  writePng({ width, height: 2, channels: 1, values: new Uint8Array(2 * width).fill(value) });

describe("imageFolder", () => {
  it("takes folders for classes, classes and files sorted by name", async () => {
    await add("dog/1.png", gray(3));
    await add("cat/b.png", gray(2));
    await add("cat/a.png", gray(1));
    await add("cat/.notes", Uint8Array.of(1));
    await add("readme.txt", Uint8Array.of(1));
    expect(await imageFolder(folder)).toEqual({
      name: folder,
      inputs: { values: Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3), shape: [3, 2, 2, 1] },
      targets: { values: Int32Array.of(0, 0, 1), shape: [3] },
      classes: ["cat", "dog"],
    });
  });

  it("takes what a decoder gives, in its own type", async () => {
    await add("a/x.raw", Uint8Array.of(1, 2, 3));
    await add("b/y.raw", Uint8Array.of(4, 5, 6));
    const seen: string[] = [];
    const decode = (bytes: Uint8Array, name: string) => {
      seen.push(name);
      return { width: 1, height: 1, channels: 3, values: Float32Array.from(bytes, (byte) => byte / 2) };
    };
    const { inputs } = await imageFolder(folder, { decode });
    expect(inputs).toEqual({ values: Float32Array.of(0.5, 1, 1.5, 2, 2.5, 3), shape: [2, 1, 1, 3] });
    expect(seen).toEqual([join(folder, "a", "x.raw"), join(folder, "b", "y.raw")]);
    const clamped = await imageFolder(folder, {
      decode: (bytes) => ({ width: 1, height: 1, channels: 3, values: Uint8ClampedArray.from(bytes) }),
    });
    expect(clamped.inputs.values).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  });

  it("brings pictures to one size when asked, and names the file when not", async () => {
    await add("a/1.png", gray(10));
    await add("b/1.png", gray(20, 4));
    const { inputs } = await imageFolder(folder, { resize: { width: 1, height: 1 } });
    expect(inputs).toEqual({ values: Uint8Array.of(10, 20), shape: [2, 1, 1, 1] });
    await expect(imageFolder(folder)).rejects.toThrow(
      `${join(folder, "b", "1.png")}: all pictures must have the size, channels and type of ${join(folder, "a", "1.png")}, ` +
        "2×2×1 (uint8), got 2×4×1 (uint8); give resize",
    );
  });

  it("refuses folders without pictures or with one class, and names what is wrong", async () => {
    const missing = join(folder, "none");
    await expect(imageFolder(missing)).rejects.toMatchObject({
      code: "file",
      message: `imageFolder: there is no folder ${missing}; give the path from where the program runs`,
    });
    await expect(imageFolder(folder)).rejects.toThrow("for each of two or more classes, got no folder");
    await add("a/1.png", gray(1));
    await expect(imageFolder(folder)).rejects.toThrow("for each of two or more classes, got only a");
    await mkdir(join(folder, "b"));
    await expect(imageFolder(folder)).rejects.toThrow(
      `every class must have pictures, ${join(folder, "b")} holds none`,
    );
    await add("b/inner/1.png", gray(1));
    await expect(imageFolder(folder)).rejects.toThrow(`got the folder ${join(folder, "b", "inner")}`);
  });

  it("names files that cannot be decoded, and decoders that give the wrong number of values", async () => {
    await add("a/1.png", gray(1));
    await add("b/2.png", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0));
    await expect(imageFolder(folder)).rejects.toThrow(
      `${join(folder, "b", "2.png")}: a PNG file was expected, got a JPEG file`,
    );
    const decode = () => ({ width: 2, height: 2, channels: 3, values: new Uint8Array(4) });
    await expect(imageFolder(folder, { decode })).rejects.toThrow(
      `${join(folder, "a", "1.png")}: decode must give width·height·channels values, got 4 for 2×2×3`,
    );
  });
});
