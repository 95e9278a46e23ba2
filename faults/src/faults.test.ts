/** One case of each rule's report, and three healthy runs: what the whole suite shows, in seconds. */
import { beforeAll, describe, expect, it } from "vitest";
import { casesOf, planOf } from "./case.ts";
import { faults } from "./faults/index.ts";
import { healthyRuns } from "./healthy.ts";
import { picturedCase } from "./pictures.ts";
import { runCase, startDevice } from "./run-case.ts";

beforeAll(startDevice);

describe("planted faults are found", () => {
  it.each(faults.map((fault) => [fault.id, fault] as const))("%s", async (id, fault) => {
    expect(casesOf(fault, 10, false).length).toBeGreaterThanOrEqual(40);
    const { findings } = await runCase(planOf(picturedCase(fault)));
    expect(findings.map((finding) => finding.id)).toContain(id);
  });
});

describe("healthy runs have no finding of warning or above", () => {
  const chosen = ["blobs, as it is", "friedman, momentum", "rings, adam"];
  it.each(healthyRuns.filter(({ name }) => chosen.includes(name)).map((run) => [run.name, run] as const))(
    "%s",
    async (_, run) => {
      const { findings } = await runCase(run.plan(run.seed));
      expect(findings.filter(({ severity }) => severity !== "advice")).toEqual([]);
    },
  );
});
