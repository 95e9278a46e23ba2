/** All terms, and how they are found. */
import { nearest } from "thalweg/errors";
import { wrongUsage } from "../command-error.ts";
import { activationTerms } from "./activations.ts";
import { dataTerms } from "./data.ts";
import { descentTerms } from "./descent.ts";
import { engineTerms } from "./engine.ts";
import { generalizationTerms } from "./generalization.ts";
import { gradientTerms } from "./gradients.ts";
import { initializationTerms } from "./initialization.ts";
import { layerTerms } from "./layers.ts";
import { lossTerms } from "./losses.ts";
import { metricTerms } from "./metrics.ts";
import { movingTerms } from "./moving.ts";
import { normalizationTerms } from "./normalization.ts";
import { rateTerms } from "./rates.ts";
import { optimizerTerms, scheduleTerms } from "./registry-terms.ts";
import { surfaceTerms } from "./surfaces.ts";
import type { Entries, Term } from "./term.ts";
import { testFunctionTerms } from "./test-functions.ts";

/** What the list is divided into. */
export const topics: Readonly<Record<string, Entries>> = {
  "Going downhill": descentTerms,
  Surfaces: surfaceTerms,
  "Test surfaces": testFunctionTerms,
  "Averages, momentum and wrappers": movingTerms,
  Optimizers: optimizerTerms,
  "Learning rates": rateTerms,
  Schedules: scheduleTerms,
  Gradients: gradientTerms,
  Losses: lossTerms,
  "Metrics and comparisons": metricTerms,
  Layers: layerTerms,
  Activations: activationTerms,
  Normalization: normalizationTerms,
  "Initial weights": initializationTerms,
  Generalization: generalizationTerms,
  Data: dataTerms,
  Engine: engineTerms,
};

export const terms: readonly Term[] = Object.values(topics)
  .flatMap((entries) => Object.entries(entries).map(([name, entry]) => ({ name, ...entry })))
  .sort((a, b) => a.name.localeCompare(b.name, "en"));

/** A name without case, spaces and signs: `Weight-Decay`, `weightDecay` and `weight decay` are one. */
export const keyOf = (name: string): string => name.toLowerCase().replace(/[^\p{Letter}\p{Number}]/gu, "");

const byKey: ReadonlyMap<string, Term> = new Map(
  terms.flatMap((term) => [term.name, ...(term.aliases ?? [])].map((name) => [keyOf(name), term] as const)),
);

/** What a word may be the plural of, itself first. */
const singulars = (key: string): readonly string[] => [
  key,
  key.replace(/ies$/, "y"),
  key.replace(/ices$/, "ix"),
  key.replace(/es$/, ""),
  key.replace(/s$/, ""),
];

/** The term called `name` in any way of writing; undefined for none. */
export const findTerm = (name: string): Term | undefined => {
  const found = singulars(keyOf(name)).find((key) => byKey.has(key));
  return found === undefined ? undefined : byKey.get(found);
};

/** The term called `name`; otherwise the nearest is named. */
export const termNamed = (name: string): Term => {
  const found = findTerm(name);
  if (found) return found;
  const near = keyOf(name) === "" ? undefined : nearest(keyOf(name), byKey.keys());
  const meant = near === undefined ? undefined : byKey.get(near);
  const hint = meant === undefined ? "; thalweg explain --list lists all" : `; did you mean ${meant.name}?`;
  throw wrongUsage(`the glossary has no ${name === "" ? "empty term" : name}${hint}`);
};
