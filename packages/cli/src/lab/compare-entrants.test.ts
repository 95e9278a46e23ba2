import { describe, expect, it } from "vitest";
import { type EntrantOptions, entrantsOf, readOptimizers, readWalkers } from "./compare-entrants.ts";

const options = (names: string, more: Partial<EntrantOptions> = {}): EntrantOptions => ({
  optimizers: readOptimizers(names),
  set: {},
  schedule: "constant",
  ...more,
});
const namesOf = (given: EntrantOptions): readonly string[] => entrantsOf(given).map(({ name }) => name);

describe("readOptimizers", () => {
  it("reads names with options, as on command lines or in code", () => {
    expect(readOptimizers("gd, adam(beta1=0.8,epsilon=1e-6),adamW")).toEqual([
      { text: "gd", optimizer: "gd", set: {} },
      { text: "adam(beta1=0.8,epsilon=1e-6)", optimizer: "adam", set: { beta1: "0.8", epsilon: "1e-6" } },
      { text: "adamW", optimizer: "adamw", set: {} },
    ]);
  });

  it("knows all, and all that walk on surfaces", () => {
    const [all, walkers] = [readOptimizers("all"), readWalkers("all")];
    expect(all.length - walkers.length).toBe(1);
    expect(walkers.map(({ optimizer }) => optimizer)).not.toContain("muon");
  });

  it.each([
    ["adma", "there is no optimizer adma; did you mean adam?"],
    ["", "there is no optimizer without a name"],
    ["adam(beta1", "write name(option=value), got adam(beta1"],
    ["adam(beta1)", "adam: options are written name=value, got beta1"],
  ])("refuses %j", (text, message) => expect(() => readOptimizers(text)).toThrow(message));

  it("refuses optimizers of matrices on surfaces", () => {
    expect(() => readWalkers("gd,muon")).toThrow("muon takes matrices only");
  });
});

describe("entrantsOf", () => {
  it("makes one of each rate and momentum, for optimizers that have it", () => {
    expect(namesOf(options("gd,momentum", { rates: [1e-4, 1e-3], momentum: [0, 0.9] }))).toEqual([
      "gd η 1e-4",
      "gd η 0.001",
      "momentum β 0 η 1e-4",
      "momentum β 0 η 0.001",
      "momentum β 0.9 η 1e-4",
      "momentum β 0.9 η 0.001",
    ]);
    const [gd] = entrantsOf(options("gd,momentum", { momentum: [0.9] }));
    expect(gd).toMatchObject({ name: "gd", settings: { optimizer: "gd", momentum: undefined } });
  });

  it("gives common options to those that have them", () => {
    const [gd, adam, other] = entrantsOf(options("gd,adam,adam(beta1=0.5)", { set: { beta1: "0.8" } }));
    expect([gd, adam, other].map(({ settings }) => settings.set)).toEqual([{}, { beta1: "0.8" }, { beta1: "0.5" }]);
  });

  it("takes a schedule as text in place of a rate", () => {
    const [{ settings }] = entrantsOf(options("gd", { schedule: "exponential:initial=1e-3,decay=0.999" }));
    expect(settings).toMatchObject({
      schedule: "constant",
      set: { learningRate: "exponential:initial=1e-3,decay=0.999" },
    });
  });

  it.each([
    [options("gd,gd"), "gd is there twice"],
    [options("gd", { rates: [1], learningRate: 1 }), "--rates: --learning-rate gives one, too"],
    [options("adam", { momentum: [0.9] }), "--momentum: none of these optimizers takes it"],
    [options("gd,adam", { set: { bta1: "0.9" } }), "has an option bta1; did you mean beta1?"],
    [options("gd(learningRate=0)"), "the learning rate of gd(learningRate=0) must be a number > 0, got 0"],
    [options("gd", { schedule: "cosin" }), "--schedule: there is no schedule cosin; did you mean cosine?"],
    [options("gd", { schedule: "cosine:peak=1,total=9", rates: [1] }), "--schedule: one written as text has a rate"],
  ])("refuses what cannot be, case %#", (given, message) => expect(() => entrantsOf(given)).toThrow(message));
});
