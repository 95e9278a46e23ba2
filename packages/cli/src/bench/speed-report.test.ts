import { expect, it } from "vitest";
import { type Measured, showTime, speedFacts, speedTable } from "./speed-report.ts";

it.each([
  [436.4, "436 ms"],
  [12.345, "12.3 ms"],
  [1, "1.00 ms"],
  [0.27, "270 µs"],
  [0.0123, "12.3 µs"],
  [0.0004, "400 ns"],
])("shows %d ms as %s", (milliseconds, text) => expect(showTime(milliseconds)).toBe(text));

const prepare = async () => ({ run: async () => {} });

const measured = (compiles: boolean): Measured => ({
  workload: { name: "mlp", title: "MLP", isStep: true, compiles, onOneThread: false, prepare },
  amount: { unit: "examples", value: 128 },
  timing: { median: 2, lowest: 1.5, highest: 4, samples: 9, startup: 80 },
});

it("tells median, range, rate, and how long a model takes to compile", () => {
  const [headings, line, other] = speedTable([measured(true), measured(false)]);
  expect(headings.trim().split(/ {2,}/)).toEqual(["median", "lowest", "highest", "rate", "compiles in"]);
  expect(line.split(/ {2,}/)).toEqual(["MLP", "2.00 ms", "1.50 ms", "4.00 ms", "64,000 examples/s", "80.0 ms"]);
  expect(other.endsWith("64,000 examples/s")).toBe(true);
  expect(speedFacts(measured(true))).toEqual({
    name: "mlp",
    title: "MLP",
    milliseconds: { median: 2, lowest: 1.5, highest: 4, samples: 9 },
    rate: { unit: "examples/s", value: 64_000 },
    compileMilliseconds: 80,
  });
});
