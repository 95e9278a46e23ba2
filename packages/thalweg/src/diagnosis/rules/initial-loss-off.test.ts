import { describe, expect, it } from "vitest";
import type { NumberFacts } from "../data-facts.ts";
import { factsOf, layerProbe, probeAt, seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { initialLossOff } from "./initial-loss-off.ts";

const ofClasses = (loss: number, deviation?: number, steps = 0) =>
  initialLossOff.judge(
    seenOf({
      setup: setupFor({ steps }),
      steps: stepsWith([loss, 0.7]),
      probes: deviation === undefined ? [] : [probeAt(1, { layers: [layerProbe("dense_1", { deviation })] })],
    }),
  );

const ofNumbers = (loss: number, targets: Partial<NumberFacts>) =>
  initialLossOff.judge(
    seenOf({
      setup: setupFor({
        loss: { name: "mse", expects: "values" },
        data: factsOf({ targets: { mean: 0, deviation: 1, smallest: -3, largest: 3, nonFinite: 0, ...targets } }),
      }),
      steps: stepsWith([loss]),
    }),
  );

describe("initial-loss-off", () => {
  it("compares with ln(classes) where the outputs are large", () => {
    const limit = 2 * Math.LN2;
    expect(ofClasses(limit + 0.01, 4.1)?.evidence[0]).toMatchObject({ value: limit + 0.01, limit });
    expect(ofClasses(limit - 0.01, 4.1)).toBeUndefined();
    expect(ofClasses(limit + 0.01, 3.9)).toBeUndefined();
    expect(ofClasses(8, 12)?.sentence).toMatch(/^The first loss is 8, 11.5 times the 0.693 that/);
    expect(ofClasses(8, 12)?.remedies[0]).toMatch(/to about 1\/12 of what they are/);
  });

  it("asks for more where outputs were not looked at", () => {
    expect(ofClasses(4 * Math.LN2 + 0.01)).toBeDefined();
    expect(ofClasses(4 * Math.LN2 - 0.01)).toBeUndefined();
  });

  it("says nothing of a trained network, of one that goes on, and of what dropout adds", () => {
    expect(ofClasses(0.01, 12)).toBeUndefined();
    expect(ofClasses(8, 12, 100)).toBeUndefined();
    const { layers } = setupFor();
    const withDropout = [
      layers[0],
      layers[1],
      { path: "dropout", kind: "dropout", outputShape: [8], parameters: {} },
      layers[2],
    ];
    const judge = (zeros: number) =>
      initialLossOff.judge(
        seenOf({
          setup: setupFor({ layers: withDropout }),
          steps: stepsWith([2]),
          probes: [
            probeAt(1, {
              layers: [
                layerProbe("dense"),
                layerProbe("relu", { zeros: 0.5 }),
                layerProbe("dropout", { zeros }),
                layerProbe("dense_1", { deviation: 5 }),
              ],
            }),
          ],
        }),
      );
    // Kept: a tenth, so the outputs are √10 times as large as without.
    expect(judge(0.95)).toBeUndefined();
    expect(judge(0.5)).toBeDefined();
  });

  it("compares with the variance of numbers", () => {
    expect(ofNumbers(9.9, {})).toBeUndefined();
    expect(ofNumbers(10.1, {})?.sentence).toMatch(/10.1 times the targets' variance of 1/);
    expect(ofNumbers(1, { deviation: 0.01 })?.remedies[0]).toMatch(/divide them by 0.01/);
    expect(ofNumbers(41, {})?.confidence).toBe(0.95);
  });

  it("names targets that are not scaled", () => {
    expect(ofNumbers(100, { mean: 6, deviation: 7.9 })).toBeUndefined();
    const verdict = ofNumbers(40000, { mean: 200, deviation: 50, smallest: 20, largest: 380 });
    expect(verdict?.sentence).toMatch(/^The targets are large: they run from 20 to 380 with mean 200 and deviation 50/);
    expect(verdict?.remedies[0]).toBe(
      "subtract 200 from the targets, divide them by 50, and undo both on what the model predicts",
    );
  });
});
