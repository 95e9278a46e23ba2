import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fashionMnist } from "./fashion-mnist.ts";
import { writeIdx } from "./write-idx.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
  vi.stubEnv("THALWEG_DATA", "");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const images = (count: number): Uint8Array =>
  writeIdx({ values: Uint8Array.from({ length: count * 4 }, (_, i) => i), shape: [count, 2, 2] });
const labels = (...values: number[]): Uint8Array =>
  writeIdx({ values: Uint8Array.from(values), shape: [values.length] });

const writeSet = async (): Promise<void> => {
  await writeFile(join(folder, "train-images-idx3-ubyte.gz"), gzipSync(images(3)));
  await writeFile(join(folder, "train-labels-idx1-ubyte.gz"), gzipSync(labels(9, 0, 4)));
  await writeFile(join(folder, "t10k-images-idx3-ubyte"), images(1));
  await writeFile(join(folder, "t10k-labels-idx1-ubyte"), labels(7));
};

describe("fashionMnist", () => {
  it("takes a given folder as it is, packed or not", async () => {
    await writeSet();
    const { train, test } = await fashionMnist({ dataDir: folder });
    expect(train).toMatchObject({ name: "fashion-mnist/train", inputs: { shape: [3, 2, 2, 1] } });
    expect(train.targets.values).toEqual(Int32Array.of(9, 0, 4));
    expect(train.classes?.[9]).toBe("Ankle boot");
    expect(test.inputs.values).toEqual(Uint8Array.of(0, 1, 2, 3));
    expect(test.targets.values).toEqual(Int32Array.of(7));
  });

  it("reads $THALWEG_DATA when no folder is given", async () => {
    await writeSet();
    vi.stubEnv("THALWEG_DATA", folder);
    expect((await fashionMnist()).train.targets.shape).toEqual([3]);
  });

  it("names a missing file and its folder", async () => {
    await writeSet();
    await rm(join(folder, "t10k-labels-idx1-ubyte"));
    const reading = fashionMnist({ dataDir: folder });
    await expect(reading).rejects.toThrow(
      `t10k-labels-idx1-ubyte.gz (or t10k-labels-idx1-ubyte) is missing in ${folder}`,
    );
    await expect(reading).rejects.toMatchObject({ code: "file" });
    await expect(fashionMnist({ dataDir: join(folder, "none") })).rejects.toThrow("train-images-idx3-ubyte.gz");
  });

  it("refuses training and test images of different sizes", async () => {
    await writeSet();
    await writeFile(
      join(folder, "t10k-images-idx3-ubyte"),
      writeIdx({ values: Uint8Array.of(1, 2, 3), shape: [1, 3, 1] }),
    );
    await expect(fashionMnist({ dataDir: folder })).rejects.toThrow(
      "training and test images must have the same shape, got [2, 2, 1] and [3, 1, 1]; take all four files from the same set",
    );
  });

  it("names the file that is cut off", async () => {
    await writeSet();
    await writeFile(join(folder, "t10k-images-idx3-ubyte"), images(1).subarray(0, 17));
    await expect(fashionMnist({ dataDir: folder })).rejects.toThrow(
      `${join(folder, "t10k-images-idx3-ubyte")}: the file is cut off`,
    );
  });

  it("refuses labels beyond the ten classes", async () => {
    await writeSet();
    await writeFile(join(folder, "t10k-labels-idx1-ubyte"), labels(10));
    await expect(fashionMnist({ dataDir: folder })).rejects.toThrow("from 0 to 9, got 10 at [0]");
  });

  it("offers the drawn data when offline", async () => {
    const offline = async (): Promise<Response> => {
      throw new TypeError("fetch failed", { cause: new Error("no route to the server") });
    };
    const reading = fashionMnist({ cacheDir: folder, fetch: offline });
    await expect(reading).rejects.toMatchObject({ code: "file" });
    await expect(reading).rejects.toThrow(/could not download .*no route to the server.*offline.*garments\(\)/);
    expect(await readdir(folder)).toEqual([]);
  });

  it("asks the official address and refuses bytes with another sum", async () => {
    const asked: string[] = [];
    const wrong = async (address: string): Promise<Response> => {
      asked.push(address);
      return new Response("something else");
    };
    await expect(fashionMnist({ cacheDir: folder, fetch: wrong })).rejects.toThrow(
      "must have the MD5 sum 8d4fb7e6c68d591d4c3dfef9ec88bf0d, got 6c7ba9c5a141421e1c03cb9807c97c74",
    );
    expect(asked).toEqual(["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz"]);
    expect(await readdir(folder)).toEqual([]);
  });
});
