import { readdir, readFile, writeFile } from "node:fs/promises";
import { columnEncoderFrom, parseCsv } from "thalweg/data";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const before = process.cwd();

/** Prices follow from rooms, area and place. */
const houses = Array.from({ length: 200 }, (_, row) => {
  const [rooms, place] = [1 + (row % 7), ["coast", "land", "town"][(row >> 1) % 3]];
  const area = 20 * rooms + ((row * 37) % 23);
  const price = 1000 * rooms + 30 * area + (place === "coast" ? 5000 : 0);
  return `${rooms},${area},${place},the ${row}th house,${price},${price > 9000 ? "yes" : "no"}`;
});
const header = "rooms,area,place,name,price,dear\n";
const withGaps = houses.map((line, row) => (row % 40 === 3 ? line.replace(/^\d+/, "") : line));

beforeEach(async () => {
  process.chdir(within());
  await writeFile("houses.csv", `${header}${houses.join("\n")}\n`);
  await writeFile("gaps.csv", `${header}${withGaps.join("\n")}\n`);
  await writeFile("semicolons.csv", `${header}${houses.join("\n")}\n`.replaceAll(",", ";"));
  await writeFile("tabs.csv", `${header}${houses.join("\n")}\n`.replaceAll(",", "\t"));
  await writeFile("commas.csv", `a;b\n${houses.map((_, row) => `0,${row};${row % 2}`).join("\n")}\n`);
  await writeFile("words.csv", `x,y\n${houses.map((_, row) => `${row},${row}\n`).join("")}cheap,3\n`);
  await writeFile("one.csv", "x,label\n1,a\n2,a\n3,a\n");
  await writeFile("few.csv", "x,y\n1,2\n2,4\n");
  await writeFile("alone.csv", `y\n${houses.map((_, row) => row).join("\n")}\n`);
  await writeFile("empty.csv", "");
});
afterEach(() => process.chdir(before));

const train = (file: string, target: string, ...more: readonly string[]) =>
  runHere("train", "csv", "--file", file, "--target", target, "--hidden", "16", ...more);

describe("thalweg train csv", () => {
  it("tells numbers, in their own unit, and keeps how columns are encoded", async () => {
    const { exitCode, out, err } = await train(
      ...(["houses.csv", "price", "--features", "rooms,area,place", "--learning-rate", "0.01"] as const),
      ...["--epochs", "30", "--run-dir", "run"],
    );
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toContain("houses.csv: 144 rows to train on, 16 to validate on, 40 to test on");
    expect(out).toContain("5 numbers from 2 columns of numbers and 1 of categories, without name, dear");
    expect(out).toContain("price, numbers: regression");
    expect(out).toContain("mlp 5-16-1, 113 parameters");
    const found = /test R² (\S+), root mean squared error (\S+) where price deviates by (\S+)/.exec(out) ?? [];
    const [r2, rmse, deviation] = found.slice(1).map(Number);
    expect(r2).toBeGreaterThan(0.98);
    // 1 − R² compares with the test rows' own spread, which is near that of the training rows.
    expect(Math.sqrt(1 - r2)).toBeCloseTo(rmse / deviation, 1);
    const { data, results } = JSON.parse(await readFile("run/run.json", "utf8"));
    expect(results.testR2).toBeCloseTo(r2, 4);
    const encoder = columnEncoderFrom(data.encoder);
    expect(encoder.inputs).toEqual(["rooms", "area", "place=coast", "place=land", "place=town"]);
    expect(encoder.applyTo(parseCsv("rooms,area,place\n3,65,land\n5,110,town\n")).shape).toEqual([2, 5]);
    expect((await readdir("run/checkpoints")).sort()).toEqual(["best.safetensors", "final.safetensors"]);
  });

  it("tells classes, and ends with one line of JSON", async () => {
    const { out, err } = await train(
      ...(["houses.csv", "dear", "--epochs", "15", "--features", "rooms,area,place"] as const),
      ...["--learning-rate", "0.01", "--model", "mlp-bn", "--json"],
    );
    expect(err).toContain("dear, 2 classes: classification");
    expect(err).toMatch(/test accuracy \S+, f1 \S+, test loss/);
    const found = JSON.parse(lastLine(out));
    expect(found).toMatchObject({
      dataset: "csv",
      target: "dear",
      task: "classification",
      inputs: 5,
      testExamples: 40,
    });
    expect(found.testAccuracy).toBeGreaterThan(0.8);
    expect(found.testF1).toBeGreaterThan(0.7);
    expect(Object.keys(found.classAccuracy)).toEqual(["no", "yes"]);
    expect(found.runDir).toMatch(/houses-mlp-bn-1$/);
  });

  it("takes numbers for classes, other separators, and gaps in each way it is told", async () => {
    const json = ["--epochs", "1", "--json"];
    const classes = await train("semicolons.csv", "rooms", "--separator", ";", "--task", "classification", ...json);
    expect(Object.keys(JSON.parse(classes.out).classAccuracy)).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
    const tabs = await train("tabs.csv", "price", "--separator", "tab", ...json);
    expect(JSON.parse(tabs.out)).toMatchObject({ task: "regression", trainExamples: 144, testExamples: 40 });
    const numbers = await train("houses.csv", "rooms", ...json);
    expect(numbers.err).toContain("regression; --task classification takes its 7 values for classes");
    expect(numbers.err).toContain("without name (text)");
    for (const [way, rows] of [
      ["mean", 200],
      ["median", 200],
      ["drop", 195],
    ] as const) {
      const { out } = await train("gaps.csv", "price", "--missing", way, "--validation-split", "0", ...json);
      const { trainExamples, validationExamples, testExamples } = JSON.parse(out);
      expect([trainExamples + testExamples, validationExamples]).toEqual([rows, 0]);
    }
  });

  it.each([
    [["houses.csv", "prise"], 'houses.csv: there is no column "prise"; did you mean price?'],
    [["houses.csv", "price", "--features", "romms"], 'there is no column "romms"; did you mean rooms?'],
    [["houses.csv", "price", "--features", "price"], '--features: must not name the target "price"'],
    [["semicolons.csv", "price"], 'its cells seem to be separated by ";": give that as --separator'],
    [["houses.csv", "price", "--separator", "::"], "--separator must be one ASCII character"],
    [["houses.csv", "price", "--model", "cnn"], "There is no model of tables cnn; there are mlp, mlp-bn"],
    [["houses.csv", "price", "--missing", "zero"], "There is no way zero; there are error, mean, median, drop"],
    [["houses.csv", "price", "--test-split", "1"], "It must be a number in (0, 1)."],
    [["houses.csv", "price", "--model", "mlp-bn", "--batch-size", "1"], "needs 2 or more, got 1"],
    [["alone.csv", "y"], "--features: there must be a column beside the target that is not text"],
    [["few.csv", "y"], "--test-split: 0.2 of 2 examples leaves none to validate on"],
    [["few.csv", "y", "--test-split", "0.5"], "--validation-split: 0.1 of 1 examples leaves none to validate on"],
    [["houses.csv", "price", "--features", "rooms,rooms"], "It must name each column once, got rooms twice."],
  ])("refuses %j with exit code 2", async ([file, target, ...more], message) => {
    const { exitCode, out, err } = await train(file, target, ...more);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(await readdir(".")).not.toContain("runs");
  });

  it.each([
    [["none.csv", "y"], "--file: there is no file none.csv"],
    [[".", "y"], ". cannot be read: it is a folder; name a file in it"],
    [["empty.csv", "y"], "empty.csv: a table must have at least one row, the file is empty"],
    [["words.csv", "y"], 'words.csv, line 202: column "x" must be a number, got "cheap"; correct it, or leave'],
    [
      ["houses.csv", "place", "--task", "regression"],
      'line 2: column "place" must be a number, got "coast"; correct it, or',
    ],
    [["houses.csv", "name"], 'th house", which a network cannot take as it is; name another --target'],
    [
      ["commas.csv", "a", "--separator", ";"],
      '" (numbers are written with a decimal point, and nothing between thousands), ',
    ],
    [["one.csv", "label"], 'column "label" must hold at least two classes to tell apart, got only "a"'],
    [
      ["gaps.csv", "price"],
      'gaps.csv, line 5: column "rooms" has no value; --missing drop leaves such rows out, --missing mean or median fills in numbers',
    ],
  ])("fails on %j with exit code 1, and leaves nothing", async ([file, target, ...more], message) => {
    const { exitCode, out, err } = await train(file, target, ...more);
    expect([exitCode, out]).toEqual([1, ""]);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(await readdir(".")).not.toContain("runs");
  });
});
