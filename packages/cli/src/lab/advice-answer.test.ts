import * as thalweg from "thalweg";
import { dataset, garments, rescale } from "thalweg/data";
import { describe, expect, it } from "vitest";
import { runProgram } from "../../../../docs/testing/run-program.ts";
import { planOptimizer } from "../run/optimizer.ts";
import { usual } from "../run/settings.ts";
import { checkCommandLine } from "../testing/parsed.ts";
import type { Configuration } from "./advice.ts";
import { adviceFor } from "./advice-answer.ts";
import { type Case, modelNames, taskNames } from "./advice-case.ts";
import { guideFor, order } from "./advice-guide.ts";
import { commandFor, programFor } from "./advice-programs.ts";
import { symptomMeant, symptoms } from "./advice-symptoms.ts";
import { adviceCases } from "./testing/advice-cases.ts";

const { dense, flatten, Optimizer, sequential } = thalweg;

it("has thirty cases, with every task, model and symptom", () => {
  expect(adviceCases).toHaveLength(30);
  const given = adviceCases.map(([own]) => own);
  expect(new Set(given.map(({ task }) => task))).toEqual(new Set(taskNames));
  expect(new Set(given.map(({ model }) => model))).toEqual(new Set(modelNames));
  const met = given.flatMap(({ symptom }) => (symptom === undefined ? [] : [symptomMeant(symptom)]));
  expect(symptoms.filter((symptom) => !met.includes(symptom)).map(({ name }) => name)).toEqual([]);
});

const drawn = rescale(garments({ train: 60, test: 1 }).train);
const numbers = dataset({ inputs: [[1], [2], [3], [4]], targets: [[1], [2], [3], [4]] });

/** The user's own names in a program, with as few epochs as there can be. */
const given = ({ task }: Case) => {
  const train = task === "regression" ? numbers : drawn;
  return {
    ...thalweg,
    model: sequential([flatten(), dense(task === "regression" ? 1 : 10)]),
    train,
    validation: train,
  };
};

describe.each(adviceCases.map(([own, expected]) => [JSON.stringify(own), own, expected] as const))(
  "%s",
  (_, own, expected) => {
    const advice = adviceFor(own);

    it("gets the choices expected", () => {
      const chosen: Partial<Configuration> = Object.fromEntries(
        Object.entries(advice.configuration).filter(([name]) => name in expected),
      );
      expect(chosen).toEqual(expected);
    });

    it("has a reason and a source for every choice", () => {
      expect(advice.answers.map(({ what }) => what)).toEqual([
        "normalization",
        "initial weights",
        "optimizer",
        "learning rate",
        "schedule",
        "warmup",
        "weight decay",
        "clipping",
        "batch",
        "length",
        "stop",
      ]);
      for (const { why, source, value } of advice.answers) {
        expect(why.length).toBeGreaterThan(20);
        expect(source.length).toBeGreaterThan(5);
        expect(value).not.toMatch(/undefined|NaN/);
      }
    });

    it("gets a command line that the command takes", () => {
      expect(() => checkCommandLine(commandFor(advice).command)).not.toThrow();
    });

    it("gets a program that runs", async () => {
      const short = { ...advice, configuration: { ...advice.configuration, epochs: 1, batchSize: 4 } };
      expect(await runProgram(programFor(short), { modules: { thalweg }, given: given(own) })).toEqual([]);
    });
  },
);

it("plans optimizers that can be built, whatever the case", () => {
  const sizes = [undefined, "all", 64, 2048, 16_384] as const;
  const configurations = taskNames.flatMap((task) =>
    modelNames.flatMap((model) =>
      sizes.flatMap((batchSize) =>
        [undefined, ...symptoms.map(({ name }) => name)].map(
          (symptom) => adviceFor({ task, model, batchSize, symptom, sparse: false }).configuration,
        ),
      ),
    ),
  );
  const distinct = new Map(
    configurations.map((each) => {
      const { optimizer, learningRate, momentum, set, weightDecay, schedule, warmup } = each;
      const written = Object.fromEntries(Object.entries(set).map(([name, value]) => [name, String(value)]));
      const own = {
        optimizer,
        learningRate,
        momentum,
        set: written,
        weightDecay,
        schedule,
        warmup: { fraction: warmup },
      };
      return [JSON.stringify(own), own] as const;
    }),
  );
  expect(distinct.size).toBeGreaterThan(20);
  for (const own of distinct.values()) {
    const { spec } = planOptimizer({ ...usual, ...own, model: "mlp" }, 100);
    const optimizer = new Optimizer({ w: Float64Array.of(1, 2, 3, 4) }, spec);
    expect(optimizer.step({ w: [1, 1, 1, 1] }).applied).toBe(true);
  }
});

it("gives the reason of the symptom for what the symptom changes, and for nothing else", () => {
  const { answers } = adviceFor({ task: "tabular", model: "mlp", sparse: false, symptom: "loss is nan" });
  const changed = answers.filter(({ why }) => why.startsWith("A loss that explodes")).map(({ what }) => what);
  expect(changed).toEqual(["learning rate", "warmup", "clipping"]);
});

it("writes a guide with settings, command, program, order and failures", () => {
  const advice = adviceFor({ task: "classification", model: "cnn", sparse: false, symptom: "overfits" });
  const guide = guideFor(advice);
  for (const { what, value } of advice.answers) expect(guide).toContain(`| ${what} | ${value} |`);
  expect(guide).toContain(commandFor(advice).command);
  expect(guide).toContain(programFor(advice));
  for (const step of order) expect(guide).toContain(step);
  for (const { name } of symptoms) expect(guide).toContain(`| ${name} |`);
});

describe("symptomMeant", () => {
  it.each([
    ["the loss goes to NaN after a while", "loss is nan"],
    ["it explodes", "loss is nan"],
    ["bounces around", "loss oscillates"],
    ["validation loss goes up", "overfits"],
    ["stuck at 2.3", "loss plateaus"],
    ["very slow", "loss falls slowly"],
    ["CUDA out of memory", "out of memory"],
    ["generalizes worse than SGD", "generalizes badly"],
  ])("takes %s for what it is", (words, name) => {
    expect(symptomMeant(words).name).toBe(name);
  });

  it("names the nearest for a misspelled one, or all", () => {
    expect(() => symptomMeant("oscilates")).toThrow('nothing is known of "oscilates"; did you mean "loss oscillates"?');
    expect(() => symptomMeant("xyz")).toThrow('nothing is known of "xyz"; there are loss is nan, loss spikes');
  });
});
