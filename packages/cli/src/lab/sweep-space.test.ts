import { describe, expect, it } from "vitest";
import { dimensionIn, gridTrials, randomTrials } from "./sweep-space.ts";

describe("dimensionIn", () => {
  it("reads lists, with parentheses around values with commas", () => {
    expect(dimensionIn("momentum=0, 0.5,0.9")).toEqual({ name: "momentum", values: ["0", "0.5", "0.9"] });
    expect(dimensionIn("hidden=(256,128),(64)").name).toBe("hidden");
    expect(dimensionIn("hidden=(256,128),(64)")).toMatchObject({ values: ["256,128", "64"] });
    expect(dimensionIn("beta1=(one-cycle:initial=0.95,peak=0.85,total=9),0.9")).toMatchObject({
      values: ["one-cycle:initial=0.95,peak=0.85,total=9", "0.9"],
    });
  });

  it("reads ranges", () => {
    const range = { name: "learningRate", low: 1e-4, high: 0.1, log: true, whole: false };
    expect(dimensionIn("learning-rate=1e-4..1e-1:log")).toEqual(range);
    expect(dimensionIn("learning-rate=1e-4..1e-1:log:7")).toEqual({ ...range, count: 7 });
    expect(dimensionIn("batch-size=16..256:int:log")).toMatchObject({ log: true, whole: true });
  });

  it.each([
    ["momentum", "is written name=values, such as momentum=0,0.9, got momentum"],
    ["momentum=", "must be values with commas between them, or a range, got nothing"],
    ["momentum=0,,1", "must be values with commas"],
    ["momentum=0,0", "must name each value once, got 0 twice"],
    ["clip=2..1", "--vary clip: the range is empty: 2 must be below 1"],
    ["clip=1..1", "the range is empty"],
    ["clip=..1", "a range is written low..high"],
    ["clip=0..1:log", "a range with :log must begin above 0, got 0"],
    ["clip=1..2:lag", "after a range may stand :log, :int and a number of values ≥ 2, got :lag"],
    ["clip=1..2:1", "a number of values ≥ 2, got :1"],
  ])("refuses %s", (text, message) => expect(() => dimensionIn(text)).toThrow(message));
});

describe("gridTrials", () => {
  it("has every combination", () => {
    const trials = gridTrials([dimensionIn("a=1,2"), dimensionIn("b=1e-3..1e-1:log:3")]);
    expect(trials.map(({ a, b }) => `${a} ${b}`)).toEqual(["1 0.001", "1 0.01", "1 0.1", "2 0.001", "2 0.01", "2 0.1"]);
    expect(gridTrials([dimensionIn("n=1..3:int")])).toEqual([{ n: "1" }, { n: "2" }, { n: "3" }]);
    expect(() => gridTrials(["a", "b", "c"].map((name) => dimensionIn(`${name}=0..1:100`)))).toThrow("1000000 trials");
  });
});

describe("randomTrials", () => {
  const dimensions = [dimensionIn("rate=1e-4..1:log"), dimensionIn("n=2..5:int"), dimensionIn("o=x,y")];

  it("draws by the seed and the trial's number alone", () => {
    const few = randomTrials(dimensions, 5, 7);
    expect(randomTrials(dimensions, 9, 7).slice(0, 5)).toEqual(few);
    expect(randomTrials(dimensions.slice(0, 1), 5, 7)).toEqual(few.map(({ rate }) => ({ rate })));
    expect(randomTrials(dimensions, 5, 8)).not.toEqual(few);
  });

  it("draws evenly, over the logarithm where that is asked for", () => {
    const trials = randomTrials(dimensions, 2000, 0);
    const share = (holds: (trial: Readonly<Record<string, string>>) => boolean) => trials.filter(holds).length / 2000;
    expect(share(({ rate }) => Number(rate) < 1e-2)).toBeCloseTo(0.5, 1);
    expect(trials.every(({ rate }) => Number(rate) >= 1e-4 && Number(rate) <= 1)).toBe(true);
    expect(new Set(trials.map(({ n }) => n))).toEqual(new Set(["2", "3", "4", "5"]));
    expect(share(({ o }) => o === "x")).toBeCloseTo(0.5, 1);
  });

  it("has no use for a number of values", () => {
    expect(() => randomTrials([dimensionIn("a=0..1:3")], 1, 0)).toThrow("--vary a: a number of values is for");
  });
});
