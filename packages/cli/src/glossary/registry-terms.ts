/** Terms that the registries of optimizers and schedules tell themselves. */
import { optimizers, type Recipe } from "thalweg/optimizers";
import { type Shape, schedules } from "thalweg/schedules";
import { kebabCase } from "../options/names.ts";
import { exampleOf } from "../options/schedule-options.ts";
import type { Entries, Entry } from "./term.ts";

/** Other names of optimizers, where they have some. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  adamw: ["adam with decoupled weight decay"],
  ademamix: ["adam ema mix"],
  asgd: ["averaged sgd"],
  gd: ["steepest descent"],
  lion: ["evolved sign momentum"],
  momentum: ["sgd with momentum", "heavy ball"],
  nesterov: ["nesterov momentum", "nesterov accelerated gradient", "nag"],
  signsgd: ["sign descent"],
};

/** Terms an optimizer leads on to; the others lead to those at the end. */
const related: Readonly<Record<string, readonly string[]>> = {
  adafactor: ["optimizer state", "adam"],
  adagrad: ["sparse gradient", "rmsprop", "adaptive learning rate"],
  adam: ["bias correction", "first moment", "second moment", "adamw", "rmsprop"],
  adamw: ["adam", "weight decay", "l2 penalty", "warmup cosine schedule"],
  "dadapt-adam": ["learning-rate-free optimizer", "prodigy"],
  "dadapt-sgd": ["learning-rate-free optimizer", "prodigy"],
  ftrl: ["l1 penalty", "sparse gradient", "adagrad"],
  gd: ["learning rate", "momentum", "condition number", "stochastic gradient descent"],
  lamb: ["trust ratio", "batch size", "adam"],
  lars: ["trust ratio", "batch size", "momentum"],
  lion: ["signsgd", "adamw", "weight decay"],
  momentum: ["velocity", "overshoot", "nesterov", "ravine"],
  muon: ["orthogonalization", "newton-schulz iteration", "parameter group"],
  nesterov: ["look-ahead gradient", "momentum"],
  prodigy: ["learning-rate-free optimizer", "adam"],
  rmsprop: ["second moment", "adam", "simple rnn"],
  "schedulefree-adamw": ["schedule-free optimization", "adamw"],
  "schedulefree-sgd": ["schedule-free optimization", "momentum"],
  shampoo: ["preconditioning", "soap", "adagrad"],
  soap: ["shampoo", "preconditioning", "adam"],
  sophia: ["hessian", "trace estimate", "language model"],
};

const ofOptimizer = ({ command, name, summary, formula, source, whenToUse, knownIssue }: Recipe): Entry => ({
  says: `${summary}. When to use: ${lowered(whenToUse)}. Known issue: ${lowered(knownIssue)}.`,
  formula,
  source,
  aliases: [name, ...(otherNames[command] ?? [])].filter((alias) => alias.toLowerCase() !== command.replace(/-/g, "")),
  related: related[command] ?? ["adam", "learning rate", "optimizer state"],
  command: `thalweg optimizers ${command}`,
});

/** With a small first letter, unless it begins a name such as AdamW, GANs or L1. */
const lowered = (text: string): string =>
  /^[A-Z][a-z]*\b(?![A-Z])/.test(text) && !/^(Adam|Gans)\b/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;

/** Other names of schedules. */
const otherShapes: Readonly<Record<string, readonly string[]>> = {
  cosine: ["cosine annealing", "cosine decay"],
  cosineRestarts: ["cosine annealing with warm restarts"],
  cyclic: ["cyclical learning rate", "triangular"],
  exponential: ["exponential decay"],
  inverseSquareRoot: ["noam schedule"],
  oneCycle: ["1cycle", "one-cycle policy"],
  step: ["step decay"],
  warmup: ["learning-rate warmup", "linear warmup"],
  warmupStableDecay: ["wsd", "trapezoidal schedule"],
};

const relatedShapes: Readonly<Record<string, readonly string[]>> = {
  cosine: ["warmup cosine schedule", "peak", "floor"],
  cosineRestarts: ["warm restart", "cosine schedule"],
  oneCycle: ["learning-rate finder", "cyclic schedule", "peak"],
  step: ["milestone", "multi step schedule", "learning-rate decay"],
  warmup: ["warmup cosine schedule", "adamw", "linear scaling rule"],
  warmupStableDecay: ["cooldown", "warmup schedule"],
};

const words = (kind: string): string => kebabCase(kind).replace(/-/g, " ");

const ofSchedule = (shape: Shape): Entry => {
  const { kind, summary, formula, source } = shape;
  return {
    says: `A learning-rate schedule: ${lowered(summary)}. It gives the rate at every step t from the step alone.`,
    formula,
    source,
    aliases: [kind, ...(otherShapes[kind] ?? [])],
    related: relatedShapes[kind] ?? ["learning-rate schedule", "learning-rate decay", "learning rate"],
    command: exampleOf(shape).command,
  };
};

export const optimizerTerms: Entries = Object.fromEntries(
  Object.values(optimizers).map((recipe) => [recipe.command, ofOptimizer(recipe)]),
);

export const scheduleTerms: Entries = Object.fromEntries(
  Object.values(schedules).map((shape) => [`${words(shape.kind)} schedule`, ofSchedule(shape)]),
);
