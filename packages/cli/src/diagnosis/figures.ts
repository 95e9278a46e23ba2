import type { Finding, Observations } from "thalweg/diagnosis";
import type { Probe } from "thalweg/training";
import type { LineFigure, Place, Series } from "../pictures/figure.ts";

/** Curves with more series than this are drawn for those that matter most. */
const mostSeries = 8;
/** Of the mean that shows where a noisy loss goes. */
const window = 1 / 50;

const update = { label: "update" };

/** Where a finding was seen first; means over stretches begin later than the run does. */
const marksOf = (findings: readonly Finding[], from: number) =>
  findings.slice(0, 3).flatMap(({ id, evidence }) => {
    const first = evidence.flatMap(({ steps }) => steps?.[0] ?? []).sort((a, b) => a - b)[0];
    return first === undefined ? [] : [{ x: Math.max(first, from), text: id }];
  });

/** Means over stretches of a run, so that many noisy updates make a line. */
const smoothed = (points: readonly Place[]): readonly Place[] => {
  const size = Math.max(1, Math.round(points.length * window));
  const stretches = Math.ceil(points.length / size);
  return Array.from({ length: stretches }, (_, index): Place => {
    const part = points.slice(index * size, (index + 1) * size);
    const mean = (axis: 0 | 1): number => part.reduce((sum, point) => sum + point[axis], 0) / part.length;
    return [mean(0), mean(1)];
  });
};

const line = (title: string, y: string, series: readonly Series[], more: Partial<LineFigure> = {}): LineFigure => ({
  kind: "line",
  title,
  x: update,
  y: { label: y },
  series: series.filter(({ points }) => points.length > 0),
  ...more,
});

const lossFigure = ({ steps, epochs }: Observations, findings: readonly Finding[]): LineFigure => {
  const made = steps.filter(({ skipped }) => skipped === undefined);
  const losses = made.map(({ step, loss }): Place => [step, loss]);
  const finite = losses.map(([, loss]) => loss).filter((loss) => Number.isFinite(loss) && loss > 0);
  const log = finite.length > 0 && Math.max(...finite) > 20 * Math.min(...finite);
  const training = smoothed(losses);
  const validation = epochs.flatMap(({ step, validation: held }): Place[] => (held ? [[step, held.loss]] : []));
  return line(
    "training, and where findings were first seen",
    "loss",
    [
      { name: "training", points: training },
      { name: "validation", points: validation, dashed: true },
    ],
    { y: { label: "loss", log }, marks: marksOf(findings, training[0]?.[0] ?? 0) },
  );
};

const rateFigure = ({ steps }: Observations): LineFigure =>
  line("learning rate", "rate", [
    { name: "rate", points: smoothed(steps.map(({ step, learningRate }): Place => [step, learningRate])) },
  ]);

/** One curve a parameter of the kind that has most numbers in it: weights tell more than biases. */
const perParameter = (
  probes: readonly Probe[],
  title: string,
  label: string,
  of: (parameter: Probe["parameters"][number]) => number,
): LineFigure => {
  const names = [...(probes[0]?.parameters ?? [])]
    .filter(({ size, name }) => size > 1 && !/\/(bias|scale|shift)$/.test(name))
    .map(({ name }) => name);
  const shown =
    names.length > mostSeries
      ? Array.from(
          { length: mostSeries },
          (_, index) => names[Math.round((index * (names.length - 1)) / (mostSeries - 1))],
        )
      : names;
  const series = shown.map((name) => ({
    name,
    points: probes.flatMap(({ step, parameters }): Place[] => {
      const found = parameters.find((each) => each.name === name);
      return found && of(found) > 0 ? [[step, of(found)]] : [];
    }),
  }));
  return line(title, label, series, { x: { ...update, log: true }, y: { label, log: true } });
};

/** Parts of layers' units or numbers, where there are any. */
const layerFigure = (probes: readonly Probe[]): LineFigure => {
  const names = (probes[0]?.layers ?? []).map(({ layer }) => layer);
  const series = names.flatMap((name): Series[] => {
    const at = probes.flatMap(({ step, layers }) =>
      layers.filter(({ layer }) => layer === name).map((found) => ({ step, ...found })),
    );
    return [
      { name: `${name}: dead units`, points: at.map(({ step, dead }): Place => [step, dead]) },
      {
        name: `${name}: saturated`,
        points: at.flatMap(({ step, saturated }): Place[] => (saturated === undefined ? [] : [[step, saturated]])),
        dashed: true,
      },
    ].filter(({ points }) => points.some(([, value]) => value > 0.05));
  });
  return line("units that are dead, values that are saturated", "part", series.slice(0, mostSeries), {
    x: { ...update, log: true },
  });
};

const turnFigure = (probes: readonly Probe[]): LineFigure => {
  const turns = probes.flatMap(({ step, turn }) => (turn ? [{ step, ...turn }] : []));
  return line(
    "the gradient after an update, and between two halves of a batch",
    "cosine",
    [
      { name: "after against before the update", points: turns.map(({ step, cosine }): Place => [step, cosine]) },
      {
        name: "one half against the other",
        points: turns.flatMap(({ step, halves }): Place[] => (halves === undefined ? [] : [[step, halves]])),
        dashed: true,
      },
    ],
    { x: { ...update, log: true } },
  );
};

/** What a run looked like: the loss with marks where findings begin, and what was measured beside it. */
export const diagnosisFigures = (seen: Observations, findings: readonly Finding[]): readonly LineFigure[] => {
  const { probes } = seen;
  return [
    lossFigure(seen, findings),
    rateFigure(seen),
    perParameter(
      probes,
      "change of an update, relative to the weights",
      "‖Δw‖/‖w‖",
      ({ updateNorm, weightNorm }) => updateNorm / weightNorm,
    ),
    perParameter(
      probes,
      "gradient of each weight",
      "root mean square",
      ({ gradientNorm, size }) => gradientNorm / Math.sqrt(size),
    ),
    turnFigure(probes),
    layerFigure(probes),
  ].filter(({ series }) => series.length > 0);
};
