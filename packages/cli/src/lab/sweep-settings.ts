/** The settings of all trials, made of the options that all share and the values that each has of its own. */
import { InvalidArgumentError, type Option } from "commander";
import { nearest } from "thalweg/errors";
import { optimizerNamed } from "thalweg/optimizers";
import { checkDimensions, surfaceNamed } from "thalweg/problems";
import { wrongUsage } from "../command-error.ts";
import { type ImageSettings, usualHidden } from "../images/settings.ts";
import { kebabCase } from "../options/names.ts";
import { planOptimizer } from "../run/optimizer.ts";
import { checkNormalizes } from "../run/perceptron.ts";
import type { Assignment, Dimension } from "./sweep-space.ts";
import type { SurfaceSettings, TrialSettings } from "./trial.ts";
import { surfaceOptimizer } from "./trial-surface.ts";

/** What every trial has unless it varies. */
export type Base =
  | ({ readonly kind: "surface" } & Omit<SurfaceSettings, "start"> & { readonly start?: readonly number[] })
  | ({ readonly kind: "network" } & Omit<ImageSettings, "hidden"> & { readonly hidden?: readonly number[] });

/** The names that a sweep may vary: options of the command, and of the optimizers that take part. */
const knownNames = (base: Base, dimensions: readonly Dimension[], options: readonly Option[]): readonly string[] => {
  const listed = dimensions.find(({ name }) => name === "optimizer");
  const named = listed && "values" in listed ? listed.values : [base.optimizer];
  const own = named.flatMap((name) => Object.keys(optimizerNamed(name === "sgd" ? "gd" : name).defaults));
  return [...new Set([...options.map((option) => option.attributeName()), ...own])];
};

/** Refuses names that nothing has. */
export const checkNames = (base: Base, dimensions: readonly Dimension[], options: readonly Option[]): void => {
  const names = dimensions.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrongUsage(`--vary ${kebabCase(twice)}: is given twice; name all its values at once`);
  const optimizers = dimensions.find(({ name }) => name === "optimizer");
  const reader = options.find((option) => option.attributeName() === "optimizer");
  if (optimizers && "values" in optimizers) for (const text of optimizers.values) readAs(optimizers, reader, text);
  const known = knownNames(base, dimensions, options);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(kebabCase(unknown), known.map(kebabCase));
  const hint = near === undefined ? `; there are ${known.map(kebabCase).join(", ")}` : `; did you mean ${near}?`;
  throw wrongUsage(`--vary ${kebabCase(unknown)}: there is no such hyperparameter here${hint}`);
};

/** What an option makes of a value that a sweep gives it; the text itself for options of the optimizer. */
const readAs = (dimension: Dimension, option: Option | undefined, text: string): unknown => {
  const fail = (reason: string): never => {
    const isRange = !("values" in dimension);
    const hint = isRange && !dimension.whole && reason.includes("whole number") ? " Add :int to the range." : "";
    throw wrongUsage(`--vary ${kebabCase(dimension.name)}: ${text} cannot be: ${reason}${hint}`);
  };
  if (option === undefined) return text;
  if (option.isBoolean()) return text === "true" ? true : text === "false" ? false : fail("It must be true or false.");
  try {
    return option.parseArg ? option.parseArg(text, undefined) : text;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return fail(error.message);
    throw error;
  }
};

/** A walk that begins where it was told to, or at the surface's own start. */
export const withStart = <S extends { readonly surface: string; readonly start?: readonly number[] }>(
  settings: S,
): S & { readonly start: readonly number[] } => {
  const surface = surfaceNamed(settings.surface);
  const usual = surface.start(surface.dimensions === "any" ? 2 : surface.dimensions);
  return { ...settings, start: settings.start ?? Array.from(usual) };
};

/** The base with the values of a trial in it. */
const mixed = (
  base: Base,
  assignment: Assignment,
  dimensions: readonly Dimension[],
  options: readonly Option[],
): TrialSettings => {
  const values: Record<string, unknown> = {};
  const set: Record<string, string> = { ...base.set };
  for (const dimension of dimensions) {
    const { name } = dimension;
    const option = options.find((each) => each.attributeName() === name);
    const value = readAs(dimension, option, assignment[name]);
    if (option) values[name] = value;
    else set[name] = assignment[name];
  }
  const settings = { ...base, ...values, set };
  if (settings.kind === "surface") return withStart(settings);
  return { ...settings, hidden: settings.hidden ?? usualHidden[settings.model] };
};

/** Refuses what no trial could begin with. */
export const checkTrial = (settings: TrialSettings, examples: number): void => {
  if (settings.kind === "surface") {
    const surface = surfaceNamed(settings.surface);
    checkDimensions(surface, settings.start.length);
    const loss = surface.at(settings.start);
    if (!Number.isFinite(loss)) throw wrongUsage(`--start: the loss there must be finite, got ${loss}`);
    surfaceOptimizer(settings);
    return;
  }
  checkNormalizes(settings);
  const { epochs, updates, batchSize, accumulate, validationSplit } = settings;
  const left = Math.round((settings.trainExamples ?? examples) * (1 - validationSplit));
  const perEpoch = batchSize === "all" ? 1 : Math.ceil(left / batchSize);
  planOptimizer(settings, updates ?? Math.max(1, Math.floor((perEpoch * epochs) / accumulate)));
};

/** The settings of every trial, each looked at before any begins; `examples` are those of the data. */
export const trialSettings = (
  base: Base,
  assignments: readonly Assignment[],
  dimensions: readonly Dimension[],
  { options, examples }: { readonly options: readonly Option[]; readonly examples: number },
): readonly TrialSettings[] =>
  assignments.map((assignment) => {
    const settings = mixed(base, assignment, dimensions, options);
    checkTrial(settings, examples);
    return settings;
  });
