/** A comparison on a network as a table, sentences and pictures. */
import type { EpochRecord } from "thalweg/training";
import type { BarFigure, Figure, LineFigure } from "../pictures/figure.ts";
import type { Section } from "../pictures/report-page.ts";
import { showRate, showScore } from "../report/numbers.ts";
import { type Pair, type Standing, scoreOf } from "./compare-networks.ts";
import type { Table } from "./compare-table.ts";
import type { Sample } from "./significance.ts";
import type { TunedNetwork } from "./tune-network.ts";

/** Differences that chance makes in fewer than one case of twenty are called significant. */
const level = 0.05;

const showSample = ({ count, mean, deviation }: Sample): string => {
  if (count === 0) return "none";
  return count === 1 ? showScore(mean) : `${showScore(mean)} ± ${showScore(deviation)}`;
};

const divergedText = ({ trainings }: Standing): string => {
  const diverged = trainings.flatMap(({ divergedAt }) => divergedAt ?? []);
  if (diverged.length === 0) return "";
  return `${diverged.length} of ${trainings.length}, at update ${diverged.join(", ")}`;
};

/** One row an optimizer: means with standard deviations. */
export const standingsTable = (standings: readonly Standing[]): Table => ({
  head: ["optimizer", "rate", "test accuracy", "test loss", "training loss", "diverged"],
  rows: standings.map((standing) => [
    standing.name,
    standing.learningRate === undefined ? "its own" : showRate(standing.learningRate),
    ...["testAccuracy", "testLoss", "trainLoss"].map((score) => showSample(scoreOf(standing, score))),
    divergedText(standing),
  ]),
});

export const showP = (p: number): string => (Number.isNaN(p) ? "unknown" : p < 1e-4 ? "< 0.0001" : p.toFixed(4));

/** One row a pair of optimizers. */
export const pairsTable = (pairs: readonly Pair[]): Table => ({
  head: ["better than", "difference", "n", "t", "p", "p by Holm", "significant"],
  rows: pairs.map(({ better, other, difference, counts, t, p, corrected }) => [
    `${better} > ${other}`,
    difference.toFixed(4),
    counts.join(" and "),
    Number.isNaN(t) ? "unknown" : t.toFixed(2),
    showP(p),
    showP(corrected),
    corrected < level ? "yes" : "no",
  ]),
});

/** What the pairs come to, in plain words. */
export const verdict = (standings: readonly Standing[], pairs: readonly Pair[]): string => {
  const [first] = pairs;
  if (first === undefined) return "There is nothing to compare.";
  if (pairs.every(({ p }) => Number.isNaN(p))) {
    return "One training each says nothing of chance: take more --seeds to know whether a difference is significant.";
  }
  const own = pairs.filter(({ better }) => better === first.better);
  const beaten = own.filter(({ corrected }) => corrected < level).map(({ other }) => other);
  const open = own.filter(({ corrected }) => !(corrected < level)).map(({ other }) => other);
  const counts = Math.max(...standings.map(({ trainings }) => trainings.length));
  const test = `(Welch's t-test on test accuracy, n = ${counts}, p < ${level} after Holm's correction)`;
  if (beaten.length === 0) {
    return `${first.better} has the highest test accuracy, but chance may have made the difference to ${open.join(", ")} ${test}.`;
  }
  const rest = open.length === 0 ? "" : `; the difference to ${open.join(", ")} may be chance`;
  return `${first.better} has a significantly higher test accuracy than ${beaten.join(", ")} ${test}${rest}.`;
};

/** A course over the epochs: the mean of all trainings, between the lowest and the highest. */
const curves = (
  title: string,
  label: string,
  standings: readonly Standing[],
  read: (epoch: EpochRecord) => number | undefined,
): LineFigure => ({
  kind: "line",
  title,
  x: { label: "epoch" },
  y: { label, log: true },
  series: standings.map(({ name, trainings }) => {
    const epochs = Math.max(...trainings.map(({ history }) => history.length));
    const rows = Array.from({ length: epochs }, (_, index) => {
      const values = trainings.flatMap(({ history }) => (history[index] && read(history[index])) ?? []);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { epoch: index + 1, mean, low: Math.min(...values), high: Math.max(...values) };
    }).filter(({ mean }) => Number.isFinite(mean));
    const points = rows.map(({ epoch, mean }) => [epoch, mean] as const);
    if (trainings.length === 1) return { name, points };
    return { name, points, band: rows.map(({ epoch, low, high }) => [epoch, low, high] as const) };
  }),
});

const accuracyBars = (standings: readonly Standing[]): BarFigure => ({
  kind: "bars",
  title: "Test accuracy",
  y: { label: "test accuracy, mean ± standard deviation" },
  bars: standings.flatMap((standing) => {
    const { count, mean, deviation } = scoreOf(standing, "testAccuracy");
    if (count === 0) return [];
    return [
      { name: standing.name, value: mean, ...(count > 1 ? { low: mean - deviation, high: mean + deviation } : {}) },
    ];
  }),
});

const rateFigure = (tuned: readonly TunedNetwork[]): Figure => ({
  kind: "line",
  title: "Validation loss by learning rate",
  x: { label: "learning rate", log: true },
  y: { label: "validation loss", log: true },
  series: tuned.map(({ name, tried }) => ({ name, points: tried.map(({ rate, score }) => [rate, score] as const) })),
});

export const networkSections = (
  standings: readonly Standing[],
  pairs: readonly Pair[],
  tuned: readonly TunedNetwork[],
): readonly Section[] => {
  const hasValidation = standings.some(({ trainings }) => trainings.some(({ history }) => history[0]?.validation));
  return [
    {
      heading: "Training loss",
      text: verdict(standings, pairs),
      figure: curves("Training loss", "loss", standings, ({ loss }) => loss),
      table: standingsTable(standings),
    },
    ...(hasValidation
      ? [{ figure: curves("Validation loss", "loss", standings, ({ validation }) => validation?.loss) }]
      : []),
    {
      heading: "Test accuracy",
      figure: accuracyBars(standings),
      ...(pairs.length > 0 ? { table: pairsTable(pairs) } : {}),
    },
    ...(tuned.length > 0 ? [{ heading: "Rates", figure: rateFigure(tuned) }] : []),
  ];
};
