import { writeFile } from "node:fs/promises";
import { exampleCount, fingerprint, garments } from "thalweg/data";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { writeIdxFolder } from "../testing/idx-folder.ts";
import { smallSettings } from "../testing/settings.ts";
import { loadRaw, prepare } from "./data.ts";

const within = temporaryFolder();

describe("loadRaw", () => {
  it("draws as many garments as asked for", async () => {
    const { train, test } = await loadRaw(smallSettings());
    expect([exampleCount(train), exampleCount(test)]).toEqual([100, 50]);
    await expect(loadRaw(smallSettings({ dataDir: "x" }))).rejects.toThrow("garments is drawn and reads no files");
  });

  it("reads fashion-mnist from a folder, all of it or the first examples", async () => {
    await writeIdxFolder(within(), garments({ train: 30, test: 20 }));
    const settings = smallSettings({ dataset: "fashion-mnist", dataDir: within(), trainExamples: undefined });
    const raw = await loadRaw({ ...settings, testExamples: 10 });
    expect([exampleCount(raw.train), exampleCount(raw.test)]).toEqual([30, 10]);
    await expect(loadRaw({ ...settings, testExamples: 21 })).rejects.toThrow("--test-examples must be at most 20");
  });

  it("says what to do when files are missing or cut off", async () => {
    const settings = smallSettings({ dataset: "fashion-mnist", dataDir: within() });
    await expect(loadRaw(settings)).rejects.toThrow(/is missing in .*\nthalweg train garments needs no files/);
    await writeIdxFolder(within(), garments({ train: 30, test: 20 }));
    await writeFile(within("train-images-idx3-ubyte"), new Uint8Array(100));
    await expect(loadRaw(settings)).rejects.toMatchObject({ code: "file" });
  });
});

describe("prepare", () => {
  it("holds validation data out of the training data and rescales to [0, 1]", async () => {
    const raw = await loadRaw(smallSettings());
    const { train, validation, test, fingerprints } = prepare(raw, smallSettings({ validationSplit: 0.1 }));
    expect([exampleCount(train), validation && exampleCount(validation), exampleCount(test)]).toEqual([90, 10, 50]);
    expect(Math.max(...test.inputs.values)).toBeCloseTo(Math.max(...raw.test.inputs.values) / 255, 6);
    expect(fingerprints).toEqual({ train: fingerprint(raw.train), test: fingerprint(raw.test) });
    expect(prepare(raw, smallSettings()).validation).toBeUndefined();
  });

  it("standardizes by the training data", async () => {
    const raw = await loadRaw(smallSettings());
    const { train, test, standardizer } = prepare(raw, smallSettings({ standardize: true }));
    const mean = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(train.inputs.values)).toBeCloseTo(0, 4);
    expect(mean(Array.from(train.inputs.values, (value) => value ** 2))).toBeCloseTo(1, 4);
    expect(Math.abs(mean(test.inputs.values))).toBeGreaterThan(1e-4);
    expect(standardizer?.mean).toHaveLength(1);
  });
});
