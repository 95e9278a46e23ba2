import { groupOf, optimizers } from "thalweg/optimizers";
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
    const other = smallSettings({ optimizer: "ftrl", momentum: 0.9 });
    expect(() => planOptimizer(other, 10)).toThrow("--momentum: ftrl takes none");
  });

  it("decays weights as the optimizer does, or else by L2 before it", () => {
    expect(recipeOf({ optimizer: "adamw", weightDecay: 0.2 })?.options.weightDecay).toBe(0.2);
    const { spec } = planOptimizer(smallSettings({ optimizer: "adam", weightDecay: 0.2 }), 10);
    const stages = spec.kind === "chain" ? spec.stages : [];
    expect(stages.map((stage) => (stage.kind === "transform" ? stage.name : stage.kind))).toEqual(["addL2", "chain"]);
  });

  it("takes every option of the optimizer from --set, schedules too", () => {
    const { options } = recipeOf({
      optimizer: "adamw",
      set: { beta1: "0.95", biasCorrection: "false", beta2: "linear:initial=0.9,final=0.99,total=10" },
    }) ?? { options: {} };
    expect(options).toMatchObject({ beta1: 0.95, biasCorrection: false, beta2: { kind: "linear", final: 0.99 } });
  });

  it("reaches every number and flag of every optimizer", () => {
    for (const { command, defaults, name } of Object.values(optimizers)) {
      const plain = Object.entries(defaults).filter(
        ([option, value]) => option !== "learningRate" && (typeof value === "number" || typeof value === "boolean"),
      );
      const set = Object.fromEntries(plain.map(([option, value]) => [option, String(value)]));
      expect(planOptimizer(smallSettings({ optimizer: command, set }), 10).name, name).toBe(command);
    }
  });

  it("lets --set give the rate, a number for the peak or a whole schedule", () => {
    expect(planOptimizer(smallSettings({ set: { learningRate: "0.3" } }), 10).learningRate).toBe(0.3);
    const { schedule, learningRate } = planOptimizer(
      smallSettings({ set: { learningRate: "warmup-cosine:peak=0.2,warmup=2,total=10" } }),
      10,
    );
    expect([schedule?.kind, learningRate]).toEqual(["warmupCosine", 0.2]);
  });

  it.each<[Parameters<typeof smallSettings>[0], string]>([
    [{ set: { beta_1: "0.9" } }, "adam: there is no option beta_1; did you mean beta1?"],
    [{ set: { beta1: "1.5" } }, "adam: beta1 must be in [0, 1), got 1.5"],
    [{ set: { beta1: "high" } }, 'adam: beta1 must be in [0, 1), got "high"'],
    [{ set: { learningRate: "0.1" }, schedule: "cosine" }, "--set learningRate: leave out --learning-rate"],
    [{ optimizer: "adamw", set: { weightDecay: "0.1" }, weightDecay: 0.2 }, "--set weightDecay: --weight-decay gives"],
    [{ optimizer: "rprop", schedule: "cosine" }, "--schedule: the rate of rprop is a number; leave out"],
  ])("refuses %j", (changes, message) => {
    expect(() => planOptimizer(smallSettings(changes), 10)).toThrow(message);
  });

  it("gives optimizers of matrices the matrices, and adamw the rest", () => {
    const { spec, forTheRest, learningRate } = planOptimizer(smallSettings({ optimizer: "muon" }), 10);
    expect([spec.kind, forTheRest, learningRate]).toEqual(["route", "adamw", 0.02]);
    const [matrices, rest] = spec.kind === "route" ? spec.entries : [];
    const recipe = ({ use }: typeof matrices) => (use.kind === "chain" ? use.recipe?.name : undefined);
    expect([recipe(matrices), recipe(rest)]).toEqual(["muon", "adamW"]);
    expect(groupOf(spec, "dense/weight", [3, 4])).not.toBe(groupOf(spec, "dense/bias", [4]));
  });

  it("trains the rest in the course that --set gives", () => {
    const set = { learningRate: "linear:initial=0.04,total=10" };
    const { spec } = planOptimizer(smallSettings({ optimizer: "muon", set }), 10);
    const { use } = spec.kind === "route" ? spec.entries[1] : { use: spec };
    const rate = use.kind === "chain" ? use.recipe?.options.learningRate : undefined;
    expect(rate).toMatchObject({ kind: "scaled", factor: 1e-3 / 0.04, schedule: { kind: "linear", initial: 0.04 } });
  });

  it("gives parameters that are not to decay the same optimizer without decay", () => {
    const isDecayed = (_: string, shape: readonly number[]) => shape.length > 1;
    const plan = (changes: Parameters<typeof smallSettings>[0]) =>
      planOptimizer(smallSettings(changes), 10, isDecayed).spec;
    const entriesOf = (changes: Parameters<typeof smallSettings>[0]) => {
      const spec = plan(changes);
      return spec.kind === "route" ? spec.entries.map(({ use }) => use) : [];
    };
    const options = entriesOf({ optimizer: "adamw", set: { beta1: "0.8" } }).map((use) =>
      use.kind === "chain" ? use.recipe?.options : undefined,
    );
    expect(options).toMatchObject([
      { beta1: 0.8, weightDecay: 0.01 },
      { beta1: 0.8, weightDecay: 0 },
    ]);
    const [penalized, free] = entriesOf({ optimizer: "adam", weightDecay: 0.2 });
    const kinds = penalized.kind === "chain" ? penalized.stages.map(({ kind }) => kind) : [];
    expect([kinds, free.kind === "chain" && free.recipe?.name]).toEqual([["transform", "chain"], "adam"]);
    expect(plan({ optimizer: "adam" }).kind).toBe("chain");
    expect(plan({ optimizer: "adamw", weightDecay: 0 }).kind).toBe("chain");
    const muon = plan({ optimizer: "muon" });
    expect(groupOf(muon, "a/weight", [3, 4])).not.toBe(groupOf(muon, "a/bias", [4]));
  });

  it("knows every optimizer it lists", () => {
    for (const optimizer of optimizerNames) {
      expect(planOptimizer(smallSettings({ optimizer }), 10).name).toBe(optimizer);
    }
  });
});
