import { beforeAll, describe, expect, it } from "vitest";
import { scoreOf } from "../healthy.ts";
import { runCase, startDevice } from "../run-case.ts";
import { updatesOf } from "../run-plan.ts";
import { problems } from "./index.ts";

beforeAll(startDevice);

describe.each(problems.map((problem) => [problem.name, problem] as const))("%s", (_, problem) => {
  it("is drawn by its seed, with about standard inputs, in 150 to 500 updates", () => {
    const [one, again, other] = [7, 7, 8].map((seed) => problem.healthy(seed));
    expect(one.train.inputs.values).toEqual(again.train.inputs.values);
    expect(one.train.inputs.values).not.toEqual(other.train.inputs.values);
    expect(updatesOf(one)).toBeGreaterThanOrEqual(150);
    expect(updatesOf(one)).toBeLessThanOrEqual(500);
    const { values } = one.train.inputs;
    let square = 0;
    for (const value of values) square += value ** 2 / values.length;
    expect(Math.sqrt(square)).toBeGreaterThan(0.2);
    expect(Math.sqrt(square)).toBeLessThan(2);
  });

  it("is learned well", async () => {
    const { history, observations } = await runCase(problem.healthy(2000));
    expect(scoreOf(history)).toBeGreaterThanOrEqual(problem.reaches.least);
    expect(observations.probes.length).toBeGreaterThan(10);
  });
});
