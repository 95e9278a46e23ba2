import * as initializers from "thalweg/layers";
import * as losses from "thalweg/losses";
import * as metrics from "thalweg/metrics";
import { optimizers } from "thalweg/optimizers";
import { surfaces } from "thalweg/problems";
import { schedules } from "thalweg/schedules";
import { describe, expect, it } from "vitest";
import { checkCommandLine } from "../testing/parsed.ts";
import { findTerm, keyOf, termNamed, terms } from "./glossary.ts";

/** What rooms offer beside their layers, losses and metrics. */
const tools = [
  ["asLayer", "initialParameters", "initialState", "model", "outputKind", "parameterCount", "summary", "summaryOf"],
  ["optimizerMemory", "checkOutput", "asMetric", "metricValue", "sumCount"],
].flat();

it("has at least 250 terms", () => {
  expect(terms.length).toBeGreaterThanOrEqual(250);
});

it("uses no name twice, in any way of writing", () => {
  const keys = terms.flatMap(({ name, aliases = [] }) => [name, ...aliases].map(keyOf));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

it("has related terms that exist, each once, and never itself", () => {
  const names = terms.map(({ name }) => name);
  const wrong = terms.flatMap(({ name, related }) =>
    related.filter((other, index) => !names.includes(other) || other === name || related.indexOf(other) !== index),
  );
  expect(wrong).toEqual([]);
  expect(terms.filter(({ related }) => related.length === 0)).toEqual([]);
});

it("says whole sentences, and shows each term", () => {
  expect(
    terms.filter(({ says }) => !/^[^a-z].*[.]$/su.test(says) && !/^e to/.test(says)).map(({ name }) => name),
  ).toEqual([]);
  expect(terms.filter(({ command, code }) => command === undefined && code === undefined)).toEqual([]);
});

describe("knows", () => {
  it.each(Object.keys(surfaces))("the surface %s", (name) => expect(findTerm(name)).toBeDefined());
  it.each(Object.keys(optimizers))("the optimizer %s", (name) => expect(findTerm(name)?.name).toBe(name));
  it.each(Object.keys(schedules))("the schedule %s", (name) => expect(findTerm(name)).toBeDefined());
  it.each(
    Object.entries({ ...initializers, ...losses, ...metrics }).flatMap(([name, value]) =>
      typeof value === "function" && !tools.includes(name) ? [name] : [],
    ),
  )("%s of the library", (name) => expect(findTerm(name)).toBeDefined());
});

it.each([...new Set(terms.flatMap(({ command }) => command ?? []))])("%s is a command line", (command) => {
  expect(() => checkCommandLine(command)).not.toThrow();
});

it.each([
  ["Bias-Correction", "bias correction"],
  ["weightDecay", "weight decay"],
  ["SADDLES", "saddle point"],
  ["local minima", "minimum"],
  ["betas", "beta"],
  ["categories", "categorical feature"],
  ["EWA", "exponentially weighted average"],
  ["sgd", "stochastic gradient descent"],
  ["gradient descent", "gd"],
  ["warmup", "warmup schedule"],
  ["cosine annealing", "cosine schedule"],
  ["Nesterov momentum", "nesterov"],
  ["dying ReLU", "dead relu"],
])("finds %s", (written, name) => {
  expect(findTerm(written)?.name).toBe(name);
});

it("names the nearest term to a misspelled one", () => {
  expect(() => termNamed("momentun")).toThrow("the glossary has no momentun; did you mean momentum?");
  expect(() => termNamed("qqqqqqqq")).toThrow("the glossary has no qqqqqqqq; thalweg explain --list lists all");
});
