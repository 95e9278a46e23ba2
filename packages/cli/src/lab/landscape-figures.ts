/** Landscapes as figures. */
import type { SpectralDensity } from "thalweg/landscape";
import type { ContourFigure, LineFigure, Place, Scale, SurfaceFigure } from "../pictures/figure.ts";
import type { Plane } from "./landscape-plane.ts";

/** Losses that differ by more than this factor are told apart by their ratios. */
const wide = 100;

const isWide = (planes: readonly Plane[]): boolean => {
  const all = planes.flatMap(({ values }) => [...values].filter(Number.isFinite));
  const lowest = Math.min(...all);
  return lowest > 0 && Math.max(...all) / lowest > wide;
};

const axisOf = ({ directions, shares }: Plane, index: number): Scale => {
  if (directions === "random") return { label: `random direction ${index + 1}` };
  const share = shares?.[index] ?? 0;
  return { label: `principal direction ${index + 1} (${(100 * share).toFixed(1)} %)` };
};

const planeText = ({ directions }: Plane): string =>
  directions === "random" ? "a plane of random directions" : "the plane of its path";

/** The loss over the plane: contours and a surface, the path over them. */
export const planeFigures = (plane: Plane, all: readonly Plane[] = [plane]): [ContourFigure, SurfaceFigure] => {
  const { run, x, y, values, path } = plane;
  const parts = {
    x: axisOf(plane, 0),
    y: axisOf(plane, 1),
    z: { label: "loss", log: isWide(all) },
    grid: { x, y, values },
    paths: path.length > 1 ? [{ name: "path", points: path }] : [],
    points: [{ name: "saved weights", at: [0, 0] as Place }],
  };
  return [
    { kind: "contour", title: `${run.name}: loss over ${planeText(plane)}`, ...parts },
    { kind: "surface", title: `${run.name}: the same in space`, ...parts },
  ];
};

/** The loss along each direction, through the weights. */
export const lineFigure = (planes: readonly Plane[]): LineFigure => {
  const series = planes.flatMap(({ run, x, y, values }) => {
    const [column, row] = [x.indexOf(0), y.indexOf(0)];
    const own = planes.length > 1 ? `${run.name}, ` : "";
    return [
      { name: `${own}direction 1`, points: x.map((value, at): Place => [value, values[row * x.length + at]]) },
      {
        name: `${own}direction 2`,
        points: y.map((value, at): Place => [value, values[at * x.length + column]]),
        dashed: true,
      },
    ];
  });
  return {
    kind: "line",
    title: "Loss along each direction",
    x: { label: "distance from the saved weights, in units of the direction" },
    y: { label: "loss", log: isWide(planes) },
    series,
  };
};

/** How the eigenvalues of the Hessian are spread. */
export const densityFigure = (
  densities: readonly { readonly name: string; readonly parameters: number; readonly density: SpectralDensity }[],
): LineFigure => ({
  kind: "line",
  title: "Eigenvalues of the Hessian",
  x: { label: "eigenvalue" },
  y: { label: "density", log: true },
  series: densities.map(({ name, parameters, density }) => ({
    name,
    // A single eigenvalue weighs 1/parameters: far below that it is the tail of a bell.
    points: Array.from(density.x, (x, at): Place => {
      const value = density.density[at];
      return [x, value > 1e-5 / parameters ? value : Number.NaN];
    }),
  })),
});
