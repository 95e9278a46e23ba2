/** What is compared: optimizers with their options, one for each value of a knob that is swept. */
import { nearest, suggestion } from "thalweg/errors";
import { optimizerNamed, optimizers, type Recipe } from "thalweg/optimizers";
import { wrongUsage } from "../command-error.ts";
import { assignment, cut, readValue } from "../options/notation.ts";
import type { WarmupLength } from "../options/numbers.ts";
import { showRate } from "../report/numbers.ts";
import { optimizerNames } from "../run/optimizer.ts";
import { scheduleNames } from "../run/schedule.ts";
import { type LearningSettings, usual } from "../run/settings.ts";

/** An optimizer as it is written: `adam(beta1=0.8)`. */
export interface Written {
  readonly text: string;
  readonly optimizer: string;
  readonly set: Readonly<Record<string, string>>;
}

/** What the options of `thalweg compare` say of optimizers. */
export interface EntrantOptions {
  readonly optimizers: readonly Written[];
  readonly learningRate?: number;
  readonly rates?: readonly number[];
  readonly momentum?: readonly number[];
  readonly set: Readonly<Record<string, string>>;
  readonly schedule: string;
  readonly warmup?: WarmupLength;
  readonly weightDecay?: number;
}

/** What `planOptimizer` and `planRun` need to know of an optimizer. */
export type EntrantSettings = Pick<
  LearningSettings,
  "optimizer" | "learningRate" | "momentum" | "set" | "schedule" | "warmup" | "weightDecay"
>;

/** One that takes part, by a name that no other has. */
export interface Entrant {
  readonly name: string;
  readonly settings: EntrantSettings;
}

const recipeOf = (name: string): Recipe => optimizerNamed(name === "sgd" ? "gd" : name);

const checkName = (name: string): string => {
  const found = optimizerNames.find((each) => each === name || recipeOf(each).name === name);
  if (found !== undefined) return found;
  const near = nearest(name, optimizerNames);
  throw wrongUsage(
    `--optimizers: there is no optimizer ${name === "" ? "without a name" : name}` +
      (near === undefined ? "; thalweg optimizers lists them" : `; did you mean ${near}?`),
  );
};

const readOne = (text: string, isUsable: (optimizer: string) => boolean): Written => {
  const [, name, inner] = /^([^()]*)(?:\((.*)\))?$/s.exec(text) ?? [];
  if (name === undefined) throw wrongUsage(`--optimizers: write name(option=value), got ${text}`);
  const optimizer = checkName(name.trim());
  if (!isUsable(optimizer)) {
    throw wrongUsage(`--optimizers: ${optimizer} takes matrices only, which a surface does not have; leave it out`);
  }
  const options = inner === undefined ? [] : cut(inner, ",").map((part) => assignment(part, optimizer));
  return { text: text.trim(), optimizer, set: Object.fromEntries(options) };
};

const readList = (text: string, isUsable: (optimizer: string) => boolean): readonly Written[] => {
  if (text.trim() !== "all") return cut(text, ",").map((part) => readOne(part, isUsable));
  return Object.keys(optimizers)
    .filter(isUsable)
    .map((optimizer) => ({ text: optimizer, optimizer, set: {} }));
};

/** `gd,adam(beta1=0.8)`; `all` for the whole registry. */
export const readOptimizers = (text: string): readonly Written[] => readList(text, () => true);

/** The same without optimizers of matrices, which a surface does not have. */
export const readWalkers = (text: string): readonly Written[] =>
  readList(text, (optimizer) => recipeOf(optimizer).needs !== "matrices");

/** Whether `--momentum` is for an optimizer; `gd` stays what it is. */
const takesMomentum = ({ optimizer }: Written): boolean =>
  ["sgd", "momentum", "nesterov"].includes(optimizer) || "momentum" in recipeOf(optimizer).defaults;

/** Of common options, those that an optimizer has. */
const ownOf = ({ optimizer, set }: Written, common: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(Object.entries(common).filter(([name]) => name in recipeOf(optimizer).defaults)),
  ...set,
});

const checkCommon = ({ optimizers: written, set, momentum }: EntrantOptions): void => {
  if (momentum !== undefined && !written.some(takesMomentum)) {
    throw wrongUsage("--momentum: none of these optimizers takes it; momentum, nesterov and rmsprop do");
  }
  for (const name of Object.keys(set)) {
    const known = [...new Set(written.flatMap(({ optimizer }) => Object.keys(recipeOf(optimizer).defaults)))];
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    throw wrongUsage(
      `--set: none of these optimizers has an option ${name}${near === undefined ? "" : `; did you mean ${near}?`}`,
    );
  }
};

/** A rate of 0 walks nowhere, and no optimizer goes uphill. */
const checkRate = (name: string, { learningRate }: Readonly<Record<string, string>>): void => {
  const rate = learningRate === undefined ? 1 : readValue(learningRate);
  if (typeof rate !== "number" || (Number.isFinite(rate) && rate > 0)) return;
  throw wrongUsage(`--optimizers: the learning rate of ${name} must be a number > 0, got ${learningRate}`);
};

/** `--schedule` names a course over the run, or is a schedule as text, which takes the place of the rate. */
const courseOf = ({
  schedule,
  learningRate,
  rates,
}: EntrantOptions): { readonly schedule: string; readonly set: Readonly<Record<string, string>> } => {
  if (scheduleNames.includes(schedule)) return { schedule, set: {} };
  if (!/[:{]/.test(schedule)) {
    throw wrongUsage(`--schedule: there is no schedule ${schedule}${suggestion(schedule, scheduleNames)}`);
  }
  if (learningRate !== undefined || rates !== undefined) {
    throw wrongUsage("--schedule: one written as text has a rate of its own; leave out --learning-rate and --rates");
  }
  return { schedule: usual.schedule, set: { learningRate: schedule } };
};

/** Everything that takes part: each optimizer at each rate and each momentum given. */
export const entrantsOf = (options: EntrantOptions): readonly Entrant[] => {
  const { optimizers: written, rates, momentum, learningRate, warmup, weightDecay } = options;
  if (rates !== undefined && learningRate !== undefined) {
    throw wrongUsage("--rates: --learning-rate gives one, too; leave one out");
  }
  checkCommon(options);
  const course = courseOf(options);
  const entrants = written.flatMap((one) => {
    const set = ownOf(one, { ...options.set, ...course.set });
    checkRate(one.text, set);
    const betas = takesMomentum(one) ? (momentum ?? [undefined]) : [undefined];
    return betas.flatMap((beta) =>
      (rates ?? [learningRate]).map((rate): Entrant => {
        const knobs = [
          ...(beta !== undefined && betas.length > 1 ? [`β ${beta}`] : []),
          ...(rate !== undefined && rates !== undefined && rates.length > 1 ? [`η ${showRate(rate)}`] : []),
        ];
        return {
          name: [one.text, ...knobs].join(" "),
          settings: {
            optimizer: one.optimizer,
            learningRate: rate,
            momentum: beta,
            set,
            schedule: course.schedule,
            warmup,
            weightDecay,
          },
        };
      }),
    );
  });
  const names = entrants.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return entrants;
  throw wrongUsage(`--optimizers: ${twice} is there twice; name each once, or give them other options`);
};
