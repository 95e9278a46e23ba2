/** What a sweep came to: best first, as a table, as pictures and as JSON. */
import { kebabCase } from "../options/names.ts";
import type { Figure, Scale } from "../pictures/figure.ts";
import { plural, showCount, showScore } from "../report/numbers.ts";
import { tableLines } from "../report/table.ts";
import { nameOf } from "./sweep-folder.ts";
import type { Assignment, Dimension } from "./sweep-space.ts";
import type { Outcome } from "./trial.ts";

/** A trial with everything it came to. */
export interface Ended {
  readonly trial: number;
  readonly values: Assignment;
  readonly rungs: readonly Outcome[];
}

/** A sweep that is over. */
export interface Swept {
  readonly title: string;
  readonly dimensions: readonly Dimension[];
  readonly metric: string;
  readonly isSmallBest: boolean;
  /** What lengths count: `update` or `epoch`. */
  readonly unit: string;
  readonly ended: readonly Ended[];
}

/** Rows that the terminal shows. */
const mostRows = 20;

const lastOf = ({ rungs }: Ended): Outcome | undefined => rungs.at(-1);

const scoreOf = (ended: Ended): number | undefined => lastOf(ended)?.score ?? undefined;

/** Best first: those that came farthest, by their score; those without one last. */
export const ranking = ({ ended, isSmallBest }: Pick<Swept, "ended" | "isSmallBest">): readonly Ended[] => {
  const sign = isSmallBest ? 1 : -1;
  return [...ended].sort((a, b) => {
    const [own, other] = [scoreOf(a), scoreOf(b)];
    if (own === undefined || other === undefined) {
      return Number(own === undefined) - Number(other === undefined) || a.trial - b.trial;
    }
    return b.rungs.length - a.rungs.length || sign * (own - other) || a.trial - b.trial;
  });
};

/** Four digits, as many zeros as they need. */
const showLoss = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(3) : showScore(value);

const resultText = (outcome: Outcome | undefined): string => {
  if (outcome === undefined) return "";
  if (outcome.score !== null) return showLoss(outcome.score);
  if (outcome.status === "failed") return "failed";
  return outcome.divergedAt === undefined ? "diverged" : `diverged at update ${outcome.divergedAt}`;
};

/** Head and rows of the table, best first. */
export const sweepTable = (swept: Swept): { readonly head: string[]; readonly rows: string[][] } => ({
  head: ["trial", ...swept.dimensions.map(({ name }) => kebabCase(name)), `${swept.unit}s`, swept.metric],
  rows: ranking(swept).map((ended) => [
    nameOf(ended.trial),
    ...swept.dimensions.map(({ name }) => ended.values[name]),
    showCount(lastOf(ended)?.length ?? 0),
    resultText(lastOf(ended)),
  ]),
});

export const sweepLines = (swept: Swept): readonly string[] => {
  const { head, rows } = sweepTable(swept);
  const left = rows.length - mostRows;
  const reasons = ranking(swept).flatMap((ended) => {
    const last = lastOf(ended);
    return last?.status === "failed" ? [`trial ${nameOf(ended.trial)} failed: ${last.reason ?? ""}`] : [];
  });
  return [
    ...tableLines(head, rows.slice(0, mostRows)),
    ...(left > 0 ? [`… and ${plural(left, "trial")} more; --json lists them all`] : []),
    ...(reasons.length > 0 ? ["", ...reasons.slice(0, 5)] : []),
  ];
};

const isNumber = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));

/** An axis for what varies: numbers where all are, otherwise words in their order. */
const axisOf = (dimension: Dimension): Scale & { readonly categories?: readonly string[] } => {
  const label = kebabCase(dimension.name);
  if (!("values" in dimension)) return { label, log: dimension.log };
  if (!dimension.values.every(isNumber)) return { label, categories: dimension.values };
  const numbers = dimension.values.map(Number);
  return { label, log: isWide(numbers) };
};

/** Whether numbers are better shown by their logarithms. */
const isWide = (numbers: readonly number[]): boolean => {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return low > 0 && high / low > 30;
};

const placeOf = (dimension: Dimension, text: string): number => {
  const { categories } = axisOf(dimension);
  return categories === undefined ? Number(text) : categories.indexOf(text);
};

/** One line a trial through all settings, and one picture a setting of what it does to the result. */
export const sweepFigures = (swept: Swept): readonly Figure[] => {
  const { title, dimensions, metric, unit } = swept;
  const measured = ranking(swept).filter((ended) => scoreOf(ended) !== undefined);
  const scores = measured.map((ended) => scoreOf(ended) ?? Number.NaN);
  const result: Scale = { label: metric, log: isWide(scores) };
  const lengths = [...new Set(measured.map((ended) => lastOf(ended)?.length ?? 0))].sort((a, b) => b - a);
  const parallel: Figure = {
    kind: "parallel",
    title,
    axes: [...dimensions.map(axisOf), result],
    rows: measured.map((ended, rank) => ({
      name: `trial ${nameOf(ended.trial)}`,
      values: [...dimensions.map((each) => placeOf(each, ended.values[each.name])), scores[rank]],
    })),
  };
  const responses = dimensions.map((dimension): Figure => {
    const groups = lengths.map((length) => ({
      name: plural(length, unit),
      points: measured.flatMap((ended, rank) =>
        lastOf(ended)?.length === length
          ? [[placeOf(dimension, ended.values[dimension.name]), scores[rank]] as const]
          : [],
      ),
    }));
    return {
      kind: "scatter",
      title: `${metric} by ${kebabCase(dimension.name)}`,
      x: axisOf(dimension),
      y: result,
      groups,
    };
  });
  return measured.length === 0 ? [] : [parallel, ...responses];
};

const outcomeFacts = ({ length, updates, status, score, scores, divergedAt, reason }: Outcome) => ({
  length,
  updates,
  status,
  score,
  ...scores,
  ...(divergedAt === undefined ? {} : { divergedAt }),
  ...(reason === undefined ? {} : { reason }),
});

/** Without times: equal sweeps are equal here. */
export const sweepFacts = (swept: Swept) => {
  const trials = ranking(swept).map(({ trial, values, rungs }) => ({
    trial: nameOf(trial),
    values,
    ...(rungs.length === 0 ? {} : outcomeFacts(rungs[rungs.length - 1])),
    rungs: rungs.map(({ length, score }) => ({ length, score })),
  }));
  const { metric, unit } = swept;
  const diverged = trials.filter((trial) => "status" in trial && trial.status === "diverged").length;
  return {
    metric,
    unit,
    best: trials.find((trial) => "score" in trial && trial.score !== null) ?? null,
    diverged,
    trials,
  };
};
