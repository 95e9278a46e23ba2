import { describe, expect, it } from "vitest";
import { bar, epochLine, showEpoch, showNumber, showRate, showSeconds } from "./progress-text.ts";
import { epochRecord } from "./testing/fake-fitting.ts";

describe("showNumber", () => {
  it.each([
    [0.312449, "0.3124"],
    [0, "0.0000"],
    [-1.5, "-1.5000"],
    [12.345, "12.35"],
    [123.456, "123.5"],
    [12345.6, "12346"],
    [0.0001, "1e-4"],
    [0.000091234, "9.12e-5"],
    [1.5e7, "1.5e+7"],
    [Number.NaN, "NaN"],
  ])("shows %f as %s", (value, text) => expect(showNumber(value)).toBe(text));
});

describe("showRate", () => {
  it.each([
    [0.001, "0.001"],
    [0.0123456, "0.0123"],
    [0.000091234, "9.12e-5"],
    [0, "0"],
  ])("shows %f as %s", (rate, text) => expect(showRate(rate)).toBe(text));
});

describe("showSeconds", () => {
  it.each([
    [4.24, "4.2 s"],
    [59.96, "1:00"],
    [65.4, "1:05"],
    [7265, "2:01:05"],
  ])("shows %f as %s", (seconds, text) => expect(showSeconds(seconds)).toBe(text));
});

describe("epochLine", () => {
  it("says all that is known", () => {
    const record = epochRecord(3, {
      loss: 0.3124,
      metrics: { accuracy: 0.8871 },
      validation: { loss: 0.3411, metrics: { accuracy: 0.8765 } },
      skipped: 1,
    });
    expect(epochLine(record, 10)).toBe(
      "epoch  3/10  loss 0.3124  accuracy 0.8871  validation: loss 0.3411  accuracy 0.8765  rate 0.1  2.5 s  " +
        "1 update skipped",
    );
    expect(epochLine(epochRecord(1), 1)).toBe("epoch 1/1  loss 1.0000  rate 0.1  2.5 s");
  });

  it("aligns the epoch's number", () => expect(showEpoch(7, 100)).toBe("epoch   7/100"));
});

describe("bar", () => {
  it("fills in eighths of a cell and keeps its width", () => {
    expect(bar(0, 4)).toBe("    ");
    expect(bar(0.5, 4)).toBe("██  ");
    expect(bar(0.53125, 4)).toBe("██▏ ");
    expect(bar(1, 4)).toBe("████");
    expect(bar(2, 2)).toBe("██");
  });
});
