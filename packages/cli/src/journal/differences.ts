/** In what runs differ, and which of it is the cause and which only follows. */
import { type Facts, isSame, type Value } from "./facts.ts";
import { decidingData, type Kind, kindOfSetting, shaping } from "./kinds.ts";
import { isOfSchedule, rateCause, scheduleCause } from "./rate-differences.ts";
import type { RunRecord } from "./run-record.ts";

export interface Difference {
  /** As `--where` takes it. */
  readonly name: string;
  readonly kind: Kind;
  /** One a run; undefined where it is not set. */
  readonly values: readonly (Value | undefined)[];
  /** The name of what makes it so, where it is a consequence. */
  readonly because?: string;
}

/** Names under which the runs have not all the same value, in the order of the first run that has them. */
const differingIn = (all: readonly Facts[]): readonly Pick<Difference, "name" | "values">[] =>
  [...new Set(all.flatMap((facts) => [...facts.keys()]))]
    .map((name) => ({ name, values: all.map((facts) => facts.get(name)) }))
    .filter(({ values }) => values.some((value) => !isSame(value, values[0])));

const difference = (
  { name, values }: Pick<Difference, "name" | "values">,
  kind: Kind,
  because: string | undefined,
): Difference => (because === undefined ? { name, kind, values } : { name, kind: "consequence", values, because });

const settingDifferences = (runs: readonly RunRecord[]): readonly Difference[] => {
  const differing = differingIn(runs.map(({ settings }) => settings));
  const changed = differing.map(({ name }) => name);
  const causeOf = ({ name, values }: (typeof differing)[number]): string | undefined => {
    if (name === "learningRate") return rateCause(runs, changed);
    return isOfSchedule(name) ? scheduleCause(name, values, runs, changed) : undefined;
  };
  return differing.map((each) => difference(each, kindOfSetting(each.name.split(".")[0]), causeOf(each)));
};

/** Settings that the facts of the data repeat. */
const echoed: ReadonlySet<string> = new Set(["file", "target", "task"]);

const dataDifferences = (runs: readonly RunRecord[], changed: readonly string[]): readonly Difference[] => {
  const differing = differingIn(runs.map(({ data }) => data)).filter(
    ({ name }) => !(echoed.has(name) && changed.includes(name)),
  );
  const [dataset] = runs.map(({ data }) => data.get("name"));
  const isOther = differing.some(({ name }) => name === "name");
  const causeOf = (name: string): string | undefined => {
    if (name === "name") return changed.find((each) => each === "dataset" || each === "surface");
    if (isOther) return changed.includes("dataset") ? "dataset" : "data.name";
    return changed.find((each) => decidingData(name, dataset).includes(each));
  };
  const found = differing.map((each) => difference({ ...each, name: `data.${each.name}` }, "data", causeOf(each.name)));
  // Other data have other numbers of examples.
  const own = found.find(({ name, kind }) => kind === "data" && name.startsWith("data.fingerprints."));
  if (own === undefined) return found;
  return found.map((each) =>
    each.kind === "data" && !each.name.startsWith("data.fingerprints.") ? difference(each, "data", own.name) : each,
  );
};

const sizeDifferences = (runs: readonly RunRecord[], changed: readonly string[]): readonly Difference[] =>
  differingIn(runs.map(({ parameters }) => new Map(parameters === undefined ? [] : [["parameters", parameters]]))).map(
    // The vocabulary of a text, or the columns of a table.
    (each) => difference(each, "data", changed.find((name) => shaping.includes(name)) ?? "data"),
  );

/** Everything in which runs differ but for their results, settings first. */
export const differencesOf = (runs: readonly RunRecord[]): readonly Difference[] => {
  const settings = settingDifferences(runs);
  const changed = settings.map(({ name }) => name);
  const plain = (part: "device" | "versions"): readonly Difference[] =>
    differingIn(runs.map((run) => run[part])).map(({ name, values }) => ({
      name: `${part}.${name}`,
      kind: "place",
      values,
    }));
  return [
    ...settings,
    ...sizeDifferences(runs, changed),
    ...dataDifferences(runs, changed),
    ...plain("device"),
    ...plain("versions"),
  ];
};

/** How many things were changed at will: each knob is one, and so are the data. */
export const changesIn = (differences: readonly Difference[]): readonly string[] => {
  const knobs = differences.filter(({ kind }) => kind === "knob").map(({ name }) => name);
  return differences.some(({ kind }) => kind === "data") ? [...knobs, "the data"] : knobs;
};
