import type { LineFigure, Series } from "../pictures/figure.ts";
import type { Section } from "../pictures/report-page.ts";
import { showRate, showScore } from "../report/numbers.ts";
import type { BatchSizeRow } from "./batch-sizes.ts";
import type { CourseSettings } from "./batches-course.ts";

const curves = (
  rows: readonly BatchSizeRow[],
  { examples }: CourseSettings,
  xOf: (row: BatchSizeRow, epoch: number) => number,
): readonly Series[] =>
  rows.map((row) => ({
    name: row.batchSize === examples ? `all ${examples}` : String(row.batchSize),
    points: row.lossByEpoch.map((loss, epoch) => [xOf(row, epoch), loss] as const),
  }));

/** What each batch size came to, for the terminal and the page. */
export const batchTable = (rows: readonly BatchSizeRow[], { examples }: CourseSettings) => ({
  head: ["batch size", "updates an epoch", "gradient variance", "final loss", "seconds"],
  rows: rows.map(({ batchSize, gradientVariance, lossByEpoch, secondsByEpoch, divergedAt }) => [
    batchSize === examples ? `all ${examples}` : String(batchSize),
    String(Math.ceil(examples / batchSize)),
    showRate(gradientVariance),
    divergedAt === undefined ? showScore(lossByEpoch.at(-1) ?? Number.NaN) : `diverged at update ${divergedAt}`,
    (secondsByEpoch.at(-1) ?? 0).toFixed(3),
  ]),
});

const variances = (rows: readonly BatchSizeRow[]): LineFigure => {
  const points = rows
    .filter(({ gradientVariance }) => gradientVariance > 0)
    .map(({ batchSize, gradientVariance }) => [batchSize, gradientVariance] as const)
    .sort(([a], [b]) => a - b);
  const [first] = points;
  return {
    kind: "line",
    title: "Gradient variance by batch size",
    x: { label: "batch size", log: true },
    y: { label: "mean of ‖g_batch − g‖²", log: true },
    series: [
      { name: "measured", points },
      ...(points.length < 2
        ? []
        : [
            {
              name: "∝ 1/b",
              dashed: true,
              points: points.map(([size]) => [size, (first[1] * first[0]) / size] as const),
            },
          ]),
    ],
  };
};

/** The parts of a report on batch sizes. */
export const batchSections = (
  text: string,
  rows: readonly BatchSizeRow[],
  settings: CourseSettings,
): readonly Section[] => [
  {
    heading: "Loss by epoch",
    text:
      `${text}, by gradient descent at η = ${settings.learningRate}. Small batches make many updates of an epoch, and ` +
      "learn most from every look at the data; their noise keeps them from settling.",
    figure: {
      kind: "line",
      title: "Loss by epoch",
      x: { label: "epoch" },
      y: { label: "loss over all examples", log: true },
      series: curves(rows, settings, (_, epoch) => epoch),
    },
    table: batchTable(rows, settings),
  },
  {
    heading: "Loss by second",
    text: "An update on many examples costs less than many updates on one: large batches make better use of the machine.",
    figure: {
      kind: "line",
      title: "Loss by second",
      x: { label: "time spent on updates in s" },
      y: { label: "loss over all examples", log: true },
      series: curves(rows, settings, ({ secondsByEpoch }, epoch) => secondsByEpoch[epoch]),
    },
  },
  {
    heading: "Gradient variance",
    text:
      "How far gradients of batches lie from the full one, at the first weights: the mean of ‖g_batch − g‖². It falls as " +
      "1/b, faster where a batch holds much of all examples, and to 0 where it holds all.",
    figure: variances(rows),
  },
];
