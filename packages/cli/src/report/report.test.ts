import { describe, expect, it } from "vitest";
import { classBars } from "./class-bars.ts";
import { epochTable } from "./epoch-table.ts";
import { fields } from "./fields.ts";
import { plural, showDuration, showRate, showScore } from "./numbers.ts";

const record = (epoch: number) => ({
  epoch,
  step: epoch,
  learningRate: 0.001,
  seconds: 1.234,
  loss: 1 / epoch,
  metrics: { accuracy: 0.5 },
  skipped: 0,
});

describe("epochTable", () => {
  it("aligns a column for each number", () => {
    const validation = { loss: 12.5, metrics: { accuracy: 0.75 } };
    expect(
      epochTable([
        { ...record(1), validation },
        { ...record(10), validation },
      ]),
    ).toEqual([
      "                         validation",
      "epoch    loss  accuracy     loss  accuracy   rate  seconds",
      "    1  1.0000    0.5000  12.5000    0.7500  0.001     1.23",
      "   10  0.1000    0.5000  12.5000    0.7500  0.001     1.23",
    ]);
  });

  it("shows long histories in part, with the first and the last epoch", () => {
    const table = epochTable(Array.from({ length: 100 }, (_, index) => record(index + 1)));
    const epochs = table.slice(1).map((line) => Number(line.trim().split(/\s+/)[0]));
    expect(epochs).toEqual([1, 10, 19, 28, 37, 46, 55, 64, 73, 82, 91, 100]);
  });
});

describe("classBars", () => {
  it("aligns names, numbers and bars", () => {
    expect(classBars(["Bag", "Ankle boot", "Coat"], [1, 0.55, undefined])).toEqual([
      `  Bag         1.000  ${"█".repeat(30)}`,
      `  Ankle boot  0.550  ${"█".repeat(16)}▌`,
      "  Coat        no examples",
    ]);
  });
});

describe("fields", () => {
  it("aligns what belongs to names", () => {
    expect(
      fields([
        ["a", "1"],
        ["bcd", "2"],
      ]),
    ).toEqual(["  a    1", "  bcd  2"]);
  });
});

describe("numbers", () => {
  it("are short and readable", () => {
    expect([0.001, 9.1234e-5, 0, 12].map(showRate)).toEqual(["0.001", "9.12e-5", "0", "12"]);
    expect([0.123456, Number.NaN, 1.5e9].map(showScore)).toEqual(["0.1235", "NaN", "1500000000"]);
    expect([1.234, 12.34, 125.4].map(showDuration)).toEqual(["1.23 s", "12.3 s", "2 min 5 s"]);
    expect([plural(1, "epoch"), plural(60000, "example")]).toEqual(["1 epoch", "60,000 examples"]);
  });
});
