/**
 * What commands draw: a figure is data, which becomes an SVG picture, a chart in the terminal, and a part of an interactive
 * page. Numbers that are not finite are gaps.
 */
export type Figure = LineFigure | ContourFigure | SurfaceFigure | ParallelFigure | ScatterFigure | BarFigure;

export type Place = readonly [x: number, y: number];

export interface Scale {
  /** With its unit: `update`, `time in s`. */
  readonly label: string;
  readonly log?: boolean;
}

export interface Series {
  readonly name: string;
  readonly points: readonly Place[];
  /** From where to where values spread, around the points: [x, low, high]. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
  readonly dashed?: boolean;
}

/** Curves over one axis. */
export interface LineFigure {
  readonly kind: "line";
  readonly title: string;
  readonly x: Scale;
  readonly y: Scale;
  readonly series: readonly Series[];
  /** Vertical lines with a word beside them. */
  readonly marks?: readonly { readonly x: number; readonly text: string }[];
}

/** Heights over a plane: row after row of y, each along x. */
export interface Grid {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: Float64Array;
}

/** Contours of a function of two numbers, with paths over them. */
export interface ContourFigure {
  readonly kind: "contour";
  readonly title: string;
  readonly x: Scale;
  readonly y: Scale;
  /** What is drawn as height; `log`: levels are equal ratios above the lowest value. */
  readonly z: Scale;
  readonly grid: Grid;
  readonly paths: readonly { readonly name: string; readonly points: readonly Place[] }[];
  /** Such as minima. */
  readonly points: readonly { readonly name: string; readonly at: Place }[];
}

/** The same in space. */
export interface SurfaceFigure extends Omit<ContourFigure, "kind"> {
  readonly kind: "surface";
}

/** One line a trial through one axis a setting; the last axis is the result. */
export interface ParallelFigure {
  readonly kind: "parallel";
  readonly title: string;
  readonly axes: readonly (Scale & { readonly categories?: readonly string[] })[];
  /** `values`: one an axis; a category by its position. */
  readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[];
}

export interface ScatterFigure {
  readonly kind: "scatter";
  readonly title: string;
  readonly x: Scale & { readonly categories?: readonly string[] };
  readonly y: Scale;
  readonly groups: readonly { readonly name: string; readonly points: readonly Place[] }[];
}

export interface BarFigure {
  readonly kind: "bars";
  readonly title: string;
  readonly y: Scale;
  readonly bars: readonly {
    readonly name: string;
    readonly value: number;
    readonly low?: number;
    readonly high?: number;
  }[];
}
