import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvData } from "./csv-data.ts";

let folder = "";
const file = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
  const rows = Array.from({ length: 20 }, (_, i) => `${i},${3 * i + 5},${i % 4 === 0 ? "yes" : "no"}`);
  await writeFile(file("table.csv"), `x,y,label\n${rows.join("\n")}\n`);
  await writeFile(file("gap.csv"), `x,y,label\n${rows.join("\n")}\n7,,no\n8,9,\n`);
  await writeFile(file("one.csv"), "x,label\n1,a\n2,a\n3,a\n");
});
afterAll(() => rm(folder, { recursive: true }));

describe("csvData", () => {
  it("makes a regression of numbers, standardized on the training rows alone", async () => {
    const { train, test, encoder, task } = await csvData(file("table.csv"), { target: "y", features: ["x"], seed: 1 });
    expect(task).toBe("regression");
    expect([train.inputs.shape, test.inputs.shape, test.targets.shape]).toEqual([
      [16, 1],
      [4, 1],
      [4, 1],
    ]);
    const mean = Float64Array.from(train.inputs.values).reduce((sum, x) => sum + x, 0) / 16;
    const square = Float64Array.from(train.targets.values).reduce((sum, y) => sum + y * y, 0) / 16;
    expect(mean).toBeCloseTo(0, 6);
    expect(square).toBeCloseTo(1, 6);
    const [code] = encoder.features;
    if (code.type !== "number") throw new Error("x is a number");
    const xs = [...train.inputs.values, ...test.inputs.values].map((z) => Math.round(z * code.deviation + code.mean));
    expect(xs.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    const ys = encoder.targetValues(test.targets.values);
    test.inputs.values.forEach((z, row) => {
      expect(ys[row]).toBeCloseTo(3 * (z * code.deviation + code.mean) + 5, 4);
    });
  });

  it("holds rows out for validation, too, of which the encoder knows nothing", async () => {
    const options = { target: "y", features: ["x"], test: 0.25, validation: 0.2, seed: 3 };
    const { train, validation, test, encoder } = await csvData(file("table.csv"), options);
    expect([train, validation, test].map((part) => part?.inputs.shape[0])).toEqual([12, 3, 5]);
    const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, x) => total + x, 0);
    expect(sum(train.inputs.values)).toBeCloseTo(0, 5);
    expect(sum(train.targets.values)).toBeCloseTo(0, 5);
    const all = [train, validation, test].flatMap((part) => Array.from(part?.targets.values ?? []));
    const ys = Array.from(encoder.targetValues(all), Math.round).sort((a, b) => a - b);
    expect(ys).toEqual(Array.from({ length: 20 }, (_, i) => 3 * i + 5));
    await expect(csvData(file("one.csv"), { target: "x", features: ["label"], validation: 0.1 })).rejects.toThrow(
      "csvData: validation 0.1 of 2 examples leaves none to validate on",
    );
    await expect(csvData(file("table.csv"), { target: "x", test: 1 })).rejects.toThrow(
      "csvData: test must be a fraction",
    );
  });

  it("makes a classification of words, divided by class and by seed", async () => {
    const read = (seed: number) => csvData(file("table.csv"), { target: "label", seed });
    const { train, test, task } = await read(0);
    expect([task, train.classes]).toEqual(["classification", ["no", "yes"]]);
    const yes = (labels: ArrayLike<number>) => Array.from(labels).filter((label) => label === 1).length;
    expect([yes(train.targets.values), yes(test.targets.values)]).toEqual([4, 1]);
    expect((await read(0)).test).toEqual(test);
    expect((await read(1)).test).not.toEqual(test);
  });

  it("takes numbers for classes when types say so", async () => {
    const { task, train } = await csvData(file("table.csv"), { target: "y", types: { y: "category" } });
    expect([task, train.classes?.length]).toEqual(["classification", 20]);
  });

  it("names the line of a missing target, or leaves such rows out", async () => {
    await expect(csvData(file("gap.csv"), { target: "y", features: ["x"] })).rejects.toThrow(
      `${file("gap.csv")}, line 22: column "y" has no value`,
    );
    const { train, test } = await csvData(file("gap.csv"), { target: "y", features: ["x"], missing: "drop" });
    expect(train.inputs.shape[0] + test.inputs.shape[0]).toBe(21);
    const marks = await csvData(file("gap.csv"), {
      target: "label",
      features: ["x"],
      missingMarks: [],
      types: { y: "text" },
    });
    expect(marks.train.classes).toEqual(["", "no", "yes"]);
  });

  it("refuses one class, and a target that is not there", async () => {
    await expect(csvData(file("one.csv"), { target: "label" })).rejects.toThrow(
      'one.csv: column "label" must hold at least two classes to tell apart, got only "a"',
    );
    await expect(csvData(file("table.csv"), { target: "lable" })).rejects.toThrow("did you mean label?");
  });
});
