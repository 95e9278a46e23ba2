import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readText, splitText, textData } from "./text-data.ts";

let folder = "";
const file = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
  await writeFile(file("story.txt"), `\ufeff${"once upon a time ".repeat(20)}ζ${"in the end ".repeat(3)}`);
  await writeFile(file("latin.txt"), Uint8Array.of(0x61, 0xe9, 0x61));
  await writeFile(file("empty.txt"), "");
});
afterAll(() => rm(folder, { recursive: true }));

describe("splitText", () => {
  it("holds out the end, and cuts no character", () => {
    expect(splitText("0123456789".repeat(3), { validation: 0.2 })).toEqual({
      train: "012345678901234567890123",
      validation: "456789",
    });
    expect(splitText("ab🙂cd", { validation: 0.5 })).toEqual({ train: "ab", validation: "🙂cd" });
    expect(splitText("ab🙂")).toEqual({ train: "ab🙂", validation: "" });
    expect(() => splitText("ab", { validation: 1 })).toThrow(
      "splitText: validation must be a fraction in (0, 1), got 1",
    );
  });
});

describe("textData", () => {
  it("makes a vocabulary of the first part alone, and windows of both", async () => {
    const { train, windows, validation, vocabulary, text } = await textData(file("story.txt"), { length: 8 });
    expect([text.train.length, text.validation.length]).toEqual([337, 37]);
    expect(text.validation.includes("ζ")).toBe(true);
    expect(vocabulary.encode("ζ ")).toEqual(Int32Array.of(0, 1));
    expect(validation.inputs.shape).toEqual([4, 8]);
    expect(validation.inputs.values.includes(0)).toBe(true);
    const [batch] = train({ epoch: 0, seed: 0, batchSize: "all", shuffle: true, remainder: "keep" });
    expect(batch.inputs.shape).toEqual([41, 8]);
    expect(windows).toBe(41);
  });

  it("takes bytes, too", async () => {
    const { vocabulary, validation } = await textData(file("story.txt"), {
      length: 8,
      symbols: "bytes",
      validation: 0.2,
    });
    expect([vocabulary.size, validation.inputs.shape[0]]).toEqual([256, 9]);
  });

  it("names files that are missing, not UTF-8, empty or too short", async () => {
    await expect(readText(file("none.txt"))).rejects.toThrow(`readText: there is no file ${file("none.txt")}`);
    await expect(readText(file("latin.txt"))).rejects.toThrow("latin.txt: a text must be UTF-8");
    await expect(textData(file("empty.txt"), { length: 8 })).rejects.toThrow(
      "empty.txt: there must be text to learn from",
    );
    await expect(textData(file("story.txt"), { length: 64 })).rejects.toThrow(
      `the held-out part of ${file("story.txt")} must hold more than length = 64 symbols, got 37`,
    );
  });
});
