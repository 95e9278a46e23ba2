import { median } from "../report/median.ts";
import { extentOf } from "./extent.ts";
import type { BarFigure, ContourFigure, Figure, ParallelFigure, Place, ScatterFigure } from "./figure.ts";
import { axisOver, placeOn } from "./figure-axis.ts";
import { showValue } from "./lettering.ts";
import { isFinitePlace, type Room, terminalCurves } from "./terminal-curves.ts";
import { terminalTable } from "./terminal-table.ts";

const place = ([x, y]: Place): string => `(${showValue(x)}, ${showValue(y)})`;

const pathTerminal = (
  { paths, points }: Pick<ContourFigure, "paths" | "points">,
  columns: number,
): readonly string[] => [
  ...terminalTable(
    ["path", "points", "from", "to"],
    paths.map((path) => [
      path.name,
      path.points.length.toLocaleString("en-US"),
      path.points.length === 0 ? "" : place(path.points[0]),
      path.points.length === 0 ? "" : place(path.points[path.points.length - 1]),
    ]),
    columns,
  ),
  ...points.map(({ name, at }) => `${name} at ${place(at)}`),
];

const barTerminal = ({ y, bars }: BarFigure, columns: number): readonly string[] => {
  const isLog = y.log ?? false;
  const extent = extentOf(
    bars.map(({ value }) => value),
    isLog,
  );
  const axis = axisOver(
    isLog,
    extent === undefined ? [0, 1] : isLog ? extent.range : [Math.min(0, extent.range[0]), Math.max(0, extent.range[1])],
    5,
    false,
  );
  const room = Math.max(4, Math.min(40, columns - 44));
  const length = (value: number): number => {
    const share = Number.isFinite(value) ? placeOn(axis, value) : 0;
    return Number.isNaN(share) ? 0 : Math.round(Math.min(1, Math.max(0, share)) * room);
  };
  return terminalTable(
    ["", y.label, ""],
    bars.map(({ name, value, low, high }) => {
      const interval = low === undefined || high === undefined ? "" : ` (${showValue(low)} to ${showValue(high)})`;
      return [name, `${showValue(value)}${interval}`, "█".repeat(length(value)).padEnd(room)];
    }),
    columns,
  );
};

const scatterTerminal = ({ x, y, groups }: ScatterFigure, columns: number): readonly string[] => {
  const parts = groups.flatMap(({ name, points }) => {
    const finite = points.filter(isFinitePlace);
    const kinds = x.categories?.map(
      (category, index) => [`${name}, ${category}`, finite.filter(([px]) => px === index)] as const,
    );
    return kinds ?? [[name, finite] as const];
  });
  return terminalTable(
    [y.label, "points", "lowest", "median", "highest"],
    parts.map(([name, points]) => {
      const values = points.map(([, value]) => value).sort((a, b) => a - b);
      return [
        name,
        String(values.length),
        ...(values.length === 0
          ? ["", "", ""]
          : [values[0], median(values), values[values.length - 1]].map((value) => showValue(value))),
      ];
    }),
    columns,
  );
};

const parallelTerminal = ({ axes, rows }: ParallelFigure, { columns, rows: most }: Room): readonly string[] => {
  const last = axes.length - 1;
  const result = (values: readonly number[]): number =>
    Number.isFinite(values[last]) ? values[last] : Number.POSITIVE_INFINITY;
  const sorted = [...rows].sort((a, b) => result(a.values) - result(b.values));
  const shown = sorted.slice(0, Math.max(1, most));
  return [
    ...terminalTable(
      ["", ...axes.map(({ label }) => label)],
      shown.map(({ name, values }) => [
        name,
        ...axes.map(({ categories }, index) => categories?.[values[index]] ?? showValue(values[index])),
      ]),
      columns,
    ),
    ...(shown.length < rows.length ? [`the ${shown.length} lowest of ${rows.length}`] : []),
  ];
};

const bodyOf = (figure: Figure, room: Room): readonly string[] => {
  switch (figure.kind) {
    case "line":
      return terminalCurves(figure, room);
    case "contour":
    case "surface":
      return pathTerminal(figure, room.columns);
    case "parallel":
      return parallelTerminal(figure, room);
    case "scatter":
      return scatterTerminal(figure, room.columns);
    case "bars":
      return barTerminal(figure, room.columns);
  }
};

/** What a terminal should not be sent: signs that move its cursor or change its colours. */
const unprintable = /\p{Cc}/gu;

/** A figure as lines of a terminal: curves as charts, others as tables. */
export const terminalOf = (figure: Figure, { columns, rows }: Room): string[] => {
  const width = Math.max(20, columns);
  return [figure.title, ...bodyOf(figure, { columns: width, rows })].map((line) => {
    const clean = line.replace(unprintable, " ");
    return clean.length > width ? `${clean.slice(0, width - 1)}…` : clean;
  });
};
