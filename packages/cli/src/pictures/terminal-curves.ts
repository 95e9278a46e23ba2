import { terminalChart } from "../report/terminal-chart.ts";
import { extentOf, fromZero } from "./extent.ts";
import type { LineFigure, Place, Series } from "./figure.ts";
import { axisOver, placeOn } from "./figure-axis.ts";
import { showValue } from "./lettering.ts";
import { terminalTable } from "./terminal-table.ts";
import type { Axes } from "./view.ts";

/** Room in a terminal. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

const nothing = "there is nothing to draw";

export const isFinitePlace = ([x, y]: Place): boolean => Number.isFinite(x) && Number.isFinite(y);

const heights = "▁▂▃▄▅▆▇█";

/** The greatest width of a sparkline. */
const widest = 60;

/** Values over the axis, a sign a column: the last of each column, and spaces where there is none. */
export const sparkline = ({ points }: Series, { x, y }: Axes, columns: number): string => {
  const cells = new Array<string>(columns).fill(" ");
  for (const [px, py] of points) {
    const [across, up] = [placeOn(x, px), placeOn(y, py)];
    if (!Number.isFinite(py) || Number.isNaN(across) || Number.isNaN(up)) continue;
    const column = Math.round(Math.min(1, Math.max(0, across)) * (columns - 1));
    cells[column] = heights[Math.min(7, Math.max(0, Math.floor(up * 8)))];
  }
  // Between the points of a short series there is nothing to tell: the value before stays.
  let before = " ";
  const end = cells.findLastIndex((cell) => cell !== " ");
  return cells
    .map((cell, column) => {
      before = cell === " " && column < end ? before : cell;
      return before;
    })
    .join("");
};

/** One curve as a chart, several as a line of blocks each. */
export const terminalCurves = ({ x, y, series }: LineFigure, { columns, rows }: Room): readonly string[] => {
  const isLog = { x: x.log ?? false, y: y.log ?? false };
  const all = series.flatMap(({ points }) => points.filter(isFinitePlace));
  const across = extentOf(
    all.map(([px]) => px),
    isLog.x,
  );
  const up = extentOf(
    all.map(([, py]) => py),
    isLog.y,
  );
  if (across === undefined || up === undefined) return [nothing];
  const axes = {
    x: axisOver(isLog.x, across.range, 6, true),
    y: axisOver(isLog.y, isLog.y ? up.range : fromZero(up.range), 5, false),
  };
  const drawable = (points: readonly Place[]): readonly Place[] =>
    points.filter((point) => isFinitePlace(point) && (!isLog.y || point[1] > 0) && (!isLog.x || point[0] > 0));
  if (series.length === 1)
    return [
      y.label,
      ...terminalChart(drawable(series[0].points), axes, { columns, rows: Math.max(4, rows) }),
      `${" ".repeat(6)}${x.label}`,
    ];
  const last = (points: readonly Place[]): string => {
    const end = points.findLast(([px]) => Number.isFinite(px));
    return end === undefined ? "" : showValue(end[1]);
  };
  const names = Math.max(...series.map(({ name }) => name.length));
  const room = Math.max(8, Math.min(widest, columns - Math.min(names, 28) - 26));
  const body = terminalTable(
    ["", "", "last"],
    series.map((one) => [one.name, sparkline(one, axes, room), last(one.points)]),
    columns,
  );
  const show = showValue;
  const scale = isLog.y ? ", logarithmic" : "";
  return [
    ...body,
    `${x.label} ${show(across.range[0])} to ${show(across.range[1])}; ${y.label} ${show(up.range[0])} to ${show(up.range[1])}${scale}`,
  ];
};
