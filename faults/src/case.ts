import { Generator } from "thalweg";
import type { Fault } from "./fault.ts";
import { faults } from "./faults/index.ts";
import { healthyNamed, healthyRuns } from "./healthy.ts";
import type { Problem } from "./problem.ts";
import type { RunPlan } from "./run-plan.ts";

/** One run of the suite, by what it is called. */
export interface CaseName {
  /** Of the planted fault; "healthy" for none. */
  readonly rule: string;
  /** The problem; of healthy runs, their own name. */
  readonly problem: string;
  readonly seed: number;
}

export const showCase = ({ rule, problem, seed }: CaseName): string => `${rule}:${problem}:${seed}`;

export const caseNamed = (text: string): CaseName => {
  const [rule, problem, seed] = text.split(":");
  if (rule === undefined || problem === undefined || !/^\d+$/.test(seed ?? "")) {
    throw new Error(`"${text}" names no case; write rule:problem:seed, such as inputs-not-normalized:blobs:0`);
  }
  return { rule, problem, seed: Number(seed) };
};

/** Seeds of cases that thresholds are chosen on begin here. */
export const firstTuningSeed = 1000;

/** The cases of a fault: of the report, or those to tune on; `first` moves their seeds. */
export const casesOf = (fault: Fault, seeds: number, tuning: boolean, first = 0): readonly CaseName[] =>
  (tuning ? fault.tuning : fault.problems).flatMap(({ name }) =>
    Array.from({ length: seeds }, (_, seed) => ({
      rule: fault.id,
      problem: name,
      seed: (tuning ? firstTuningSeed : 0) + first + seed,
    })),
  );

/** The 60 healthy runs; to tune on, the same with other seeds. */
export const healthyCases = (tuning: boolean, first = 0): readonly CaseName[] =>
  healthyRuns.map(({ name, seed }) => ({
    rule: "healthy",
    problem: name,
    seed: (tuning ? firstTuningSeed : 0) + first + seed,
  }));

export const faultNamed = (id: string): Fault => {
  const fault = faults.find((each) => each.id === id);
  if (fault) return fault;
  throw new Error(`no fault "${id}"; there are ${faults.map((each) => each.id).join(", ")}`);
};

const problemOf = (fault: Fault, name: string): Problem => {
  const all = [...fault.problems, ...fault.tuning];
  const problem = all.find((each) => each.name === name);
  if (problem) return problem;
  throw new Error(`${fault.id} is not planted in "${name}"; there are ${all.map((each) => each.name).join(", ")}`);
};

/** The run of a case, the same run without the fault, and after the fix. */
export const plansOf = ({ rule, problem: name, seed }: CaseName) => {
  const fault = faultNamed(rule);
  const problem = problemOf(fault, name);
  const healthy = problem.healthy(seed);
  const planted = fault.plant(healthy, new Generator(seed, "faults", rule, name), problem);
  return { healthy, planted, mended: (): RunPlan => fault.mend(planted, healthy) };
};

/** The run of a case, healthy or not. */
export const planOf = (name: CaseName): RunPlan => {
  if (name.rule !== "healthy") return plansOf(name).planted;
  return healthyNamed(name.problem).plan(name.seed);
};
