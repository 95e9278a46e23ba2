import type { Outcome, Timing } from "./compare.ts";
import { type Machine, machineText } from "./machine.ts";
import type { About } from "./side.ts";
import { milliseconds, tableOf } from "./table.ts";

export interface Comparison {
  readonly key: string;
  readonly title: string;
  readonly outcomes: readonly Outcome[];
}

/** What was measured, and on what. Sides stand in the order of the columns, Thalweg first. */
export interface Report {
  readonly machine: Machine;
  readonly threads: number;
  readonly sides: Readonly<Record<string, About>>;
  /** Why other sides are not there. */
  readonly absent: Readonly<Record<string, string>>;
  readonly comparisons: readonly Comparison[];
}

/** Thalweg's own sides, which are compared with others only. */
const own = ["thalweg", "thalweg-blas"] as const;

export interface Ratios {
  readonly key: string;
  /** Our time over theirs, by our side and then by theirs. */
  readonly ratios: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const ratiosOf = ({ key, outcomes }: Comparison): Ratios => {
  const ratios = own.flatMap((side) => {
    const ours = timingOf(outcomes, side);
    if (!ours) return [];
    const theirs = outcomes.flatMap((outcome) =>
      outcome.kind === "unable" || own.some((each) => each === outcome.key)
        ? []
        : [[outcome.key, ours.median / outcome.timing.median] as const],
    );
    return [[side, Object.fromEntries(theirs)] as const];
  });
  return { key, ratios: Object.fromEntries(ratios) };
};

const timingOf = (outcomes: readonly Outcome[], key: string): Timing | undefined => {
  const outcome = outcomes.find((each) => each.key === key);
  return outcome?.kind === "measured" ? outcome.timing : undefined;
};

const none = "–";

/** The report as Markdown: times, ratios, and what every side said after its first calls. */
export const markdownOf = (report: Report): string => {
  const { machine, sides, absent, comparisons } = report;
  const keys = Object.keys(sides);
  const times = comparisons.map(({ title, outcomes }) => [
    title,
    ...keys.map((key) => showTiming(timingOf(outcomes, key))),
  ]);
  const missing = Object.entries(absent).map(([key, reason]) => `- ${key}: ${reason}`);
  return [
    `${machineText(machine)} Each side runs in a process of its own, in turns.`,
    "",
    ...Object.values(sides).map((about) => `- ${aboutText(about)}`),
    ...missing,
    "",
    tableOf(["ms a call", ...keys.map((key) => columnOf(sides[key]))], times),
    "",
    "Each time is the median over rounds of a round's median, with the lowest and the highest round.",
    ...reasonsOf(report),
    "",
    "Thalweg's time in percent of the other's:",
    "",
    ratioTable(report),
    "",
    "What the sides said after each of their first three calls (the loss, or one element):",
    "",
    ...comparisons.map(resultsText(sides)),
  ].join("\n");
};

/** What has no time, by side and reason. */
const reasonsOf = ({ sides, comparisons }: Report): readonly string[] => {
  const titles = new Map<string, string[]>();
  for (const { title, outcomes } of comparisons) {
    for (const outcome of outcomes) {
      if (outcome.kind !== "unable") continue;
      const why = `${columnOf(sides[outcome.key])} has no time because of "${outcome.reason}"`;
      titles.set(why, [...(titles.get(why) ?? []), title]);
    }
  }
  const lines = [...titles].map(([why, list]) => `- ${why}: ${list.join("; ")}`);
  return lines.length > 0 ? ["", ...lines] : [];
};

const aboutText = ({ name, version, threads, blas }: About): string =>
  `${name} ${version}, ${threads} ${threads === 1 ? "thread" : "threads"}${blas === undefined ? "" : `, ${blas}`}`;

const columnOf = ({ name, blas }: About): string => (blas === undefined ? name : `${name} with BLAS`);

/** jax-js stands last, since it is there on every machine. */
const ratioColumns = ["torch", "tf-cpu", "tf-wasm", "jax-fma", "jax"] as const;

const ratioTable = ({ sides, comparisons }: Report): string => {
  const columns = ratioColumns
    .filter((key) => key in sides)
    .flatMap((theirs) =>
      // Against PyTorch, which has a BLAS, both ways count.
      (theirs === "torch" ? own.toReversed() : own.slice(0, 1))
        .filter((ours) => ours in sides)
        .map((ours) => ({ ours, theirs, title: `${columnOf(sides[ours])} / ${sides[theirs].name}` })),
    );
  const rows = comparisons.map((comparison) => {
    const { ratios } = ratiosOf(comparison);
    return [comparison.title, ...columns.map(({ ours, theirs }) => showRatio(ratios[ours]?.[theirs]))];
  });
  return tableOf(["task", ...columns.map(({ title }) => title)], rows);
};

const showRatio = (ratio: number | undefined): string => {
  if (ratio === undefined) return none;
  const percent = ratio * 100;
  return `${percent < 0.95 ? percent.toFixed(1) : percent.toFixed(0)} %`;
};

const resultsText =
  (sides: Report["sides"]) =>
  ({ title, outcomes }: Comparison): string => {
    const said = outcomes.flatMap((outcome) =>
      outcome.kind === "measured"
        ? [`${columnOf(sides[outcome.key])} ${outcome.results.map((result) => result.toFixed(6)).join(", ")}`]
        : [],
    );
    return `- ${title}: ${said.join("; ")}`;
  };

/** Median and range, in milliseconds. */
const showTiming = (timing: Timing | undefined): string => {
  if (!timing) return none;
  const { median, lowest, highest } = timing;
  return `${milliseconds(median)} (${milliseconds(lowest)}–${milliseconds(highest)})`;
};
