import type { Axis } from "./axis.ts";
import type { Frame } from "./svg.ts";

/** From where to where something goes. */
export type Range = readonly [from: number, to: number];

/** How a figure is looked at; what is left out is as the figure says, or everything. */
export interface View {
  readonly width?: number;
  readonly height?: number;
  /** Parts of the axes. */
  readonly x?: Range;
  readonly y?: Range;
  /** Logarithmic scales, or linear ones, against what the figure asks for. */
  readonly logX?: boolean;
  readonly logY?: boolean;
  readonly logZ?: boolean;
  /** Positions of series, paths or groups that are not drawn. */
  readonly hidden?: ReadonlySet<number>;
  /** How much of each path is drawn, from 0 to 1. */
  readonly share?: number;
  /** Angles in radians from which a surface is seen: around it, and above it. */
  readonly turn?: number;
  readonly tilt?: number;
  /** Without title and legend, where the page has its own. */
  readonly isBare?: boolean;
  /** What tells the picture's ids from others in one page. */
  readonly id?: string;
}

/** A drawn figure, and what its places mean. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly elements: readonly string[];
  readonly frame: Frame;
  readonly axes?: Axes;
}

export interface Axes {
  readonly x: Axis;
  readonly y: Axis;
}
