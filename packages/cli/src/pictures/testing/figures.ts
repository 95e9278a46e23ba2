/** Figures of every kind for tests. */
import type {
  BarFigure,
  ContourFigure,
  Figure,
  Grid,
  LineFigure,
  ParallelFigure,
  Place,
  ScatterFigure,
  SurfaceFigure,
} from "../figure.ts";

export const count = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

const names = ["gradient descent", "momentum 0.9", "nesterov", "rmsprop", "adam", "lion"];

/** Losses that fall at rates of their own. */
export const lossFigure = (series = 6, steps = 2000): LineFigure => ({
  kind: "line",
  title: "Rosenbrock: loss of each optimizer at its best rate",
  x: { label: "update" },
  y: { label: "loss", log: true },
  series: count(series).map((index) => ({
    name: names[index] ?? `optimizer ${index + 1}`,
    points: count(steps).map(
      (step): Place => [step, 4 * Math.exp((-step * (index + 1)) / 700) + 1e-9 * (1 + Math.sin(step / 9))],
    ),
  })),
});

export const bandFigure: LineFigure = {
  kind: "line",
  title: "Validation loss of two optimizers over five seeds, mean and standard deviation",
  x: { label: "epoch" },
  y: { label: "cross-entropy in nats" },
  series: ["adamW", "sgd with momentum"].map((name, index) => {
    const mean = (epoch: number): number => (0.4 + 0.05 * index) * (0.6 + 1 / epoch);
    return {
      name,
      points: count(20).map((epoch): Place => [epoch + 1, mean(epoch + 1)]),
      band: count(20).map((epoch) => [epoch + 1, mean(epoch + 1) - 0.02, mean(epoch + 1) + 0.02] as const),
    };
  }),
  marks: [
    { x: 3, text: "warmup ends" },
    { x: 4, text: "the rate begins to fall" },
  ],
};

/** One stops at update 10, after values beyond all measure. */
export const divergingFigure: LineFigure = {
  ...lossFigure(2),
  title: "A run that diverges",
  series: [
    ...lossFigure(2).series,
    {
      name: "rate 5e-3",
      points: count(12).map((step): Place => [step, step < 10 ? 10 ** (step ** 2.45) : Number.NaN]),
    },
  ],
};

export const grid = (
  size: number,
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number],
  value: (x: number, y: number) => number,
): Grid => {
  const x = count(size).map((index) => from + ((to - from) * index) / (size - 1));
  const y = count(size).map((index) => low + ((high - low) * index) / (size - 1));
  return { x, y, values: Float64Array.from(y.flatMap((b) => x.map((a) => value(a, b)))) };
};

export const rosenbrock = (x: number, y: number): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2;

const descent = (rate: number, momentum: number, steps: number): readonly Place[] => {
  let [x, y, u, v] = [-1, 1.5, 0, 0];
  return count(steps).map((): Place => {
    const place: Place = [x, y];
    u = momentum * u - rate * (-2 * (1 - x) - 400 * x * (y - x * x));
    v = momentum * v - rate * 200 * (y - x * x);
    [x, y] = [x + u, y + v];
    return place;
  });
};

export const valleyFigure = (size = 80): ContourFigure => ({
  kind: "contour",
  title: "Rosenbrock: where each optimizer walks",
  x: { label: "x" },
  y: { label: "y" },
  z: { label: "f(x, y)", log: true },
  grid: grid(size, [-2, 2], [-1, 3], rosenbrock),
  paths: [
    { name: "gradient descent", points: descent(1e-3, 0, 2000) },
    { name: "momentum 0.9", points: descent(1e-3, 0.9, 400) },
    { name: "momentum 0.98", points: descent(2e-4, 0.98, 400) },
  ],
  points: [{ name: "minimum", at: [1, 1] }],
});

export const surfaceFigure = (size = 60): SurfaceFigure => ({
  ...valleyFigure(size),
  kind: "surface",
  title: "Rosenbrock in space",
});

export const parallelFigure: ParallelFigure = {
  kind: "parallel",
  title: "64 trials of Adam on Rosenbrock",
  axes: [
    { label: "learning rate", log: true },
    { label: "beta1" },
    { label: "schedule", categories: ["constant", "cosine", "step"] },
    { label: "final loss", log: true },
  ],
  rows: count(64).map((index) => {
    const rate = 10 ** (-4 + 4 * ((index * 0.618) % 1));
    const beta = 0.8 + 0.19 * ((index * 0.381) % 1);
    return {
      name: `trial ${index + 1}`,
      values: [
        rate,
        beta,
        index % 3,
        index % 16 === 5 ? Number.NaN : Math.abs(Math.log10(rate) + 2) * beta * 0.1 + 1e-4,
      ],
    };
  }),
};

export const scatterFigure: ScatterFigure = {
  kind: "scatter",
  title: "Final loss over five seeds",
  x: { label: "optimizer", categories: ["sgd", "adam", "lion"] },
  y: { label: "final loss", log: true },
  groups: ["batch 32", "batch 256"].map((name, group) => ({
    name,
    points: count(15).map(
      (index): Place => [index % 3, 10 ** (-1 - (index % 3) - group * 0.4 + 0.3 * Math.sin(index * 7 + group))],
    ),
  })),
};

export const barFigure: BarFigure = {
  kind: "bars",
  title: "Share of random symmetric matrices that are positive definite",
  y: { label: "share" },
  bars: [0.5, 0.146, 0.025].map((value, index) => ({
    name: `n = ${index + 1}`,
    value,
    low: value - 0.01,
    high: value + 0.01,
  })),
};

export const usualFigures: readonly Figure[] = [
  lossFigure(),
  bandFigure,
  divergingFigure,
  valleyFigure(),
  surfaceFigure(),
  parallelFigure,
  scatterFigure,
  barFigure,
];
