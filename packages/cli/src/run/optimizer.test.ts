import { describe, expect, it } from "vitest";
import { smallSettings } from "../testing/settings.ts";
import { optimizerNames, planOptimizer } from "./optimizer.ts";

/** Names of the stages of an optimizer, recipes by their own name and options. */
const recipeOf = (changes: Parameters<typeof smallSettings>[0]) => {
  const { spec } = planOptimizer(smallSettings(changes), 10);
  return spec.kind === "chain" ? spec.recipe : undefined;
};

describe("planOptimizer", () => {
  it("takes the optimizer's own rate unless one is given", () => {
    expect(planOptimizer(smallSettings({ optimizer: "adam" }), 10).learningRate).toBe(1e-3);
    expect(planOptimizer(smallSettings({ optimizer: "adam", learningRate: 0.5 }), 10).learningRate).toBe(0.5);
  });

  it("makes sgd plain, or momentum when momentum is given", () => {
    expect(recipeOf({ optimizer: "sgd" })?.name).toBe("gradientDescent");
    const { name, options } = recipeOf({ optimizer: "sgd", momentum: 0.8 }) ?? {};
    expect(name).toBe("momentum");
    expect(options?.beta).toBe(0.8);
    expect(recipeOf({ optimizer: "rmsprop", momentum: 0.7 })?.options.momentum).toBe(0.7);
  });

  it("refuses momentum where there is none", () => {
    expect(() => planOptimizer(smallSettings({ momentum: 0.9 }), 10)).toThrow("--momentum: adam takes none");
  });

  it("decays weights as the optimizer does, or else by L2 before it", () => {
    expect(recipeOf({ optimizer: "adamw", weightDecay: 0.2 })?.options.weightDecay).toBe(0.2);
    const { spec } = planOptimizer(smallSettings({ optimizer: "adam", weightDecay: 0.2 }), 10);
    const stages = spec.kind === "chain" ? spec.stages : [];
    expect(stages.map((stage) => (stage.kind === "transform" ? stage.name : stage.kind))).toEqual(["addL2", "chain"]);
  });

  it("knows every optimizer it lists", () => {
    for (const optimizer of optimizerNames) {
      expect(planOptimizer(smallSettings({ optimizer }), 10).name).toBe(optimizer);
    }
  });
});
