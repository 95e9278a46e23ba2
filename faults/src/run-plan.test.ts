import { asLayer } from "thalweg";
import { describe, expect, it } from "vitest";
import { afterHidden, hiddenOptions, type NetworkOptions, perceptron } from "./network.ts";
import { blobs } from "./problems/blobs.ts";
import { fitPlan, trainerFor, updatesOf, withUpdates } from "./run-plan.ts";

const plan = blobs.healthy(0);

describe("a plan", () => {
  it("knows its updates, and can be made longer or shorter by whole epochs", async () => {
    expect(updatesOf(plan)).toBe(300);
    expect(updatesOf({ ...plan, microBatches: 4 })).toBe(75);
    expect(withUpdates(plan, 120).epochs).toBe(2);
    expect(withUpdates(plan, 1).epochs).toBe(1);
    const short = withUpdates(plan, 50);
    expect((await fitPlan(trainerFor(short), short, [])).epochs.at(-1)?.step).toBe(50);
  });

  it("hands schedules the length of the run", async () => {
    const asked: number[] = [];
    const scheduled = {
      ...withUpdates(plan, 50),
      schedule: (rate: number, updates: number) => {
        asked.push(updates);
        return Object.assign(() => rate, { spec: { kind: "constant", value: rate } });
      },
    };
    trainerFor(scheduled);
    expect(asked).toEqual([50]);
  });
});

describe("a network", () => {
  const network: NetworkOptions = { hidden: [8, 6], outputs: 3, activation: "relu" };
  const parametersOf = (changes: Partial<NetworkOptions>) =>
    Object.keys(asLayer(perceptron()({ ...network, ...changes })).build([4]).parameters);

  it("has biases unless a batch normalization follows, or a fault asks for them", () => {
    expect(parametersOf({})).toContain("dense/bias");
    expect(parametersOf({ normalization: "layer" })).toContain("dense/bias");
    expect(parametersOf({ normalization: "batch" })).not.toContain("dense/bias");
    expect(parametersOf({ normalization: "batch", biasBeforeBatchNorm: true })).toContain("dense/bias");
  });

  it("starts as suits its activation", () => {
    expect(hiddenOptions(network).kernelInitializer).toBeDefined();
    expect(hiddenOptions({ ...network, activation: "tanh" })).toEqual({ bias: true });
    expect(afterHidden({ ...network, normalization: "batch", dropout: 0.5 })).toHaveLength(3);
  });
});
