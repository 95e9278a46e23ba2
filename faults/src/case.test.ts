import { findingIds } from "thalweg";
import { describe, expect, it } from "vitest";
import { caseNamed, casesOf, healthyCases, plansOf, showCase } from "./case.ts";
import { faults } from "./faults/index.ts";
import { healthyRuns } from "./healthy.ts";

describe("faults", () => {
  it("stand in the order of findingIds, each once", () => {
    const places = faults.map(({ id }) => findingIds.indexOf(id));
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  });

  it.each(faults.map((fault) => [fault.id, fault] as const))("%s: four problems and more, seeds apart", (_, fault) => {
    expect(new Set(fault.problems).size).toBe(fault.problems.length);
    expect(fault.problems.length).toBeGreaterThanOrEqual(4);
    expect(fault.tuning.length).toBeGreaterThan(0);
    expect(
      casesOf(fault, 2, false, 20)
        .map(({ seed }) => seed)
        .slice(0, 2),
    ).toEqual([20, 21]);
    const [report, tuning] = [false, true].map((isTuning) => casesOf(fault, 10, isTuning).map(({ seed }) => seed));
    expect(Math.max(...report)).toBeLessThan(Math.min(...tuning));
  });

  it("are planted alike in every process", () => {
    const name = { rule: "inputs-not-normalized", problem: "blobs", seed: 3 };
    const [one, two] = [plansOf(name), plansOf(name)];
    expect(one.planted.train.inputs).toEqual(two.planted.train.inputs);
    expect(one.planted.train.inputs).not.toEqual(one.healthy.train.inputs);
    expect(one.mended().train.inputs).toEqual(one.healthy.train.inputs);
  });
});

describe("cases", () => {
  it("have names that can be read back", () => {
    const name = { rule: "diverging", problem: "blobs", seed: 12 };
    expect(showCase(name)).toBe("diverging:blobs:12");
    expect(caseNamed("diverging:blobs:12")).toEqual(name);
    expect(() => caseNamed("blobs:x")).toThrow('"blobs:x" names no case; write rule:problem:seed');
  });

  it("hold 60 healthy runs of at least ten optimizers, each under a name of its own", () => {
    expect(healthyCases(false)).toHaveLength(60);
    expect(new Set(healthyRuns.map(({ name }) => name)).size).toBe(60);
  });
});
