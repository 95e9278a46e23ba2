/** Groups of runs as a table, and whether chance made their difference, in words. */
import { showP } from "../lab/compare-network-report.ts";
import { holm, type Sample, type Welch, welch } from "../lab/significance.ts";
import { type Column, columnLines, fitted } from "./columns.ts";
import { type Group, type Grouped, mixedIn, sampleIn } from "./groups.ts";
import { headingOf, leftOutLines, sharedColumns, sharedLines } from "./listing.ts";
import { showFact } from "./show-fact.ts";

/** Differences that chance makes in fewer than one case of twenty are called significant. */
const level = 0.05;

/** `0.6133 ± 0.0208`; one run has no spread. */
const showSample = (name: string, { count, mean, deviation }: Sample): string => {
  if (count === 0) return "";
  const shown = showFact(name, mean);
  return count === 1 ? shown : `${shown} ± ${showFact(name, deviation)}`;
};

/** Parts of a schedule say no more than its name, the rate and the length do, and fingerprints nothing to a reader. */
const isLegible = (name: string): boolean => !name.startsWith("schedule.") && !name.startsWith("data.fingerprints.");

/** What says most about a run comes first, where there is room for few columns. */
const main = ["data.name", "model", "optimizer", "learningRate", "batchSize", "hidden", "epochs", "schedule"];

const rank = (name: string): number => (main.includes(name) ? main.indexOf(name) : main.length);

const legible = (names: readonly string[]): readonly string[] => {
  const own = names.filter(isLegible).sort((a, b) => rank(a) - rank(b));
  return own.length > 0 ? own : names;
};

const valueText = ({ tells }: Group, name: string): string => {
  const [, value] = tells.find(([each]) => each === name) ?? [name];
  return value === undefined ? "not set" : showFact(name, value);
};

const columnOf = (name: string, { groups }: Grouped): Column => {
  const cells = groups.map((group) => valueText(group, name));
  const isNumber = groups.some(({ tells }) =>
    tells.some(([each, value]) => each === name && typeof value === "number"),
  );
  return { title: headingOf(name), isText: !isNumber, cells };
};

const isLeftOut = ({ repeated, unfinished }: Group): boolean => repeated + unfinished > 0;

const countText = (group: Group): string =>
  isLeftOut(group) ? `${group.members.length} (+${group.repeated + group.unfinished})` : String(group.members.length);

/** What the numbers in parentheses mean. */
const countLines = ({ groups }: Grouped): readonly string[] =>
  groups.some(isLeftOut) ? ["", "(+n): so many more that repeat a seed or are not finished; they do not count"] : [];

/** One row a group: what tells it from the others, how many seeds, and mean ± standard deviation of each result. */
export const groupLines = (
  grouped: Grouped,
  results: readonly string[],
  { counts, width }: { readonly counts: string; readonly width: number },
): readonly string[] => {
  const { groups, names } = grouped;
  const own = legible(names);
  const runs = groups.flatMap(({ members }) => members);
  const columns: readonly Column[] = [
    { title: "", isText: false, cells: groups.map((_, at) => String(at + 1)) },
    ...own.map((name) => columnOf(name, grouped)),
    { title: counts, isText: true, cells: groups.map(countText) },
    ...results.map((name) => ({
      title: headingOf(name),
      isText: false,
      cells: groups.map((group) => showSample(name, sampleIn(group, name))),
    })),
  ];
  const expendable = [...results.slice(1).reverse(), ...own.slice(1).reverse()].map(headingOf);
  const fit = fitted(columns, width, expendable);
  return [
    ...sharedLines(sharedColumns(runs, ["seed", "status", ...own]), width),
    ...columnLines(fit.columns),
    ...countLines(grouped),
    ...leftOutLines(fit.leftOut, width),
  ];
};

/** `group 1`, with what it is where one word says it. */
const groupName = ({ groups, names }: Grouped, group: Group): string => {
  const own = legible(names);
  const about = own.length === 1 ? ` (${own[0]} ${valueText(group, own[0])})` : "";
  return `group ${groups.indexOf(group) + 1}${about}`;
};

interface Pair {
  readonly other: Group;
  readonly test: Welch;
  /** By Holm's correction, where there are several. */
  readonly p: number;
}

/** The first group whose mean has a spread, against each other one that has a mean. */
export const pairsOf = (
  groups: readonly Group[],
  name: string,
): { readonly leader: Group | undefined; readonly pairs: readonly Pair[] } => {
  const leader = groups.find((group) => sampleIn(group, name).count > 1);
  if (leader === undefined) return { leader, pairs: [] };
  const others = groups.filter((group) => group !== leader && sampleIn(group, name).count > 0);
  const tests = others.map((other) => welch(sampleIn(leader, name), sampleIn(other, name)));
  const corrected = holm(tests.map(({ p }) => p));
  return { leader, pairs: others.map((other, at) => ({ other, test: tests[at], p: corrected[at] })) };
};

const againstText = (grouped: Grouped, name: string, { other, test, p }: Pair, isOne: boolean): string => {
  const sample = sampleIn(other, name);
  const against = `${groupName(grouped, other)}, ${showSample(name, sample)}, n = ${sample.count}`;
  const numbers = `Welch's t = ${test.t.toFixed(2)}, p ${p < 1e-4 ? "" : "= "}${showP(p)}${isOne ? "" : " by Holm"}`;
  const verdict = p < level ? "more than chance" : "may be chance";
  return `- against ${against}: ${verdict} (${numbers})`;
};

const needed = "a test needs two seeds or more in each group";

/** Whether the group that leads by a result leads by more than chance, in words. */
export const groupVerdict = (grouped: Grouped, name: string): readonly string[] => {
  const measured = grouped.groups.filter((group) => sampleIn(group, name).count > 0);
  const { leader, pairs } = pairsOf(measured, name);
  const known = pairs.filter(({ p }) => !Number.isNaN(p));
  if (measured.length < 2) return [];
  if (leader === undefined || known.length === 0) return [`Nothing can be said of chance: ${needed}.`];
  const sample = sampleIn(leader, name);
  const isHigher = known.some(({ other }) => sampleIn(other, name).mean < sample.mean);
  const single = pairs.filter(({ p }) => Number.isNaN(p)).map(({ other }) => groupName(grouped, other));
  return [
    `By ${name}, the ${isHigher ? "highest" : "lowest"} of several seeds is ${groupName(grouped, leader)}, ` +
      `${showSample(name, sample)}, n = ${sample.count}:`,
    ...known.map((pair) => againstText(grouped, name, pair, known.length === 1)),
    ...(single.length === 0 ? [] : [`Nothing can be said of ${single.join(", ")}: ${needed}.`]),
  ];
};

/** What a group hides. */
export const groupWarnings = (grouped: Grouped): readonly string[] =>
  grouped.groups.flatMap((group) => {
    const mixed = mixedIn(group).filter((name) => !grouped.names.includes(name) && isLegible(name));
    if (mixed.length === 0) return [];
    return [`warning: runs in ${groupName(grouped, group)} differ in ${mixed.join(", ")} as well`];
  });
