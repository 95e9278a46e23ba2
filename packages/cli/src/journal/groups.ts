/** Runs that differ in nothing but the seed, put together: means, and how far single runs are from them. */
import { type Sample, sampleOf } from "../lab/significance.ts";
import type { Facts, Value } from "./facts.ts";
import { kindOfSetting } from "./kinds.ts";
import type { Listed } from "./names.ts";
import { factOf, sortedBy } from "./order.ts";
import type { RunRecord } from "./run-record.ts";

export interface Group {
  /** What tells it from the other groups, by name; undefined where it is not set. */
  readonly tells: readonly (readonly [name: string, value: Value | undefined])[];
  /** Finished runs, one a seed, the newest of each. */
  readonly members: readonly Listed[];
  /** Runs that repeat a seed. */
  readonly repeated: number;
  /** Runs without results of a whole run. */
  readonly unfinished: number;
}

export interface Grouped {
  readonly groups: readonly Group[];
  /** Names whose values differ between the groups. */
  readonly names: readonly string[];
}

/** What the results of a run depend on besides the seed; threads and places change nothing. */
const causesIn = ({ settings, data }: RunRecord): Facts => {
  const isTable = data.get("name") === "csv";
  const chosen = [...settings].filter(([name]) => {
    const kind = kindOfSetting(name.split(".")[0]);
    return kind === "knob" || kind === "data" || name === "device";
  });
  // The seed divides the rows of a table, and other parts have other fingerprints.
  const prints = [...data].filter(([name]) => name === "name" || (!isTable && name.startsWith("fingerprints.")));
  const place = isTable ? settings.get("file") : undefined;
  return new Map([
    ...chosen,
    ...prints.map(([name, value]) => [`data.${name}`, value] as const),
    ...(place === undefined ? [] : [["file", place] as const]),
  ]);
};

/** Of runs with the same seed the newest. */
const oneASeed = (members: readonly Listed[]): readonly Listed[] => {
  const newest = new Map<Value | undefined, Listed>();
  for (const member of sortedBy(members, "started", factOf("started"), true))
    newest.set(member.run.settings.get("seed"), member);
  return sortedBy([...newest.values()], "seed", factOf("seed"));
};

const groupOf = (runs: readonly Listed[], tells: Group["tells"], bySeed: boolean): Group => {
  const finished = runs.filter(({ run }) => run.status === "finished");
  const members = bySeed ? oneASeed(finished) : finished;
  return {
    tells,
    members,
    repeated: finished.length - members.length,
    unfinished: runs.length - finished.length,
  };
};

const keyOf = (causes: Facts, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => (causes.has(name) ? String(causes.get(name)) : null)));

/** Groups runs by everything but the seed, or by the values under these names alone. */
export const groupRuns = (runs: readonly Listed[], by?: readonly string[]): Grouped => {
  const causes = new Map(runs.map((listed) => [listed, by === undefined ? causesIn(listed.run) : listed.facts]));
  const all = by ?? [...new Set([...causes.values()].flatMap((facts) => [...facts.keys()]))];
  const found = new Map<string, Listed[]>();
  for (const [listed, own] of causes) {
    const key = keyOf(own, all);
    found.set(key, [...(found.get(key) ?? []), listed]);
  }
  const firsts = [...found.values()].map(([first]) => causes.get(first) ?? new Map());
  const names = by ?? all.filter((name) => new Set(firsts.map((facts) => keyOf(facts, [name]))).size > 1);
  const groups = [...found.values()].map((members) => {
    const own = causes.get(members[0]);
    return groupOf(
      members,
      names.map((name) => [name, own?.get(name)] as const),
      by === undefined,
    );
  });
  return { groups, names };
};

/** Names of settings, the seed apart, that differ within a group. */
export const mixedIn = (group: Group): readonly string[] => {
  const causes = group.members.map(({ run }) => causesIn(run));
  const names = [...new Set(causes.flatMap((facts) => [...facts.keys()]))];
  return names.filter((name) => new Set(causes.map((facts) => keyOf(facts, [name]))).size > 1);
};

/** A result of all members; values that are not finite are left out. */
export const sampleIn = ({ members }: Group, name: string): Sample =>
  sampleOf(
    members.flatMap(({ facts }) => {
      const value = facts.get(name);
      return typeof value === "number" && Number.isFinite(value) ? [value] : [];
    }),
  );
