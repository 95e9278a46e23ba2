import { drawingOf } from "./drawing.ts";
import type { Figure } from "./figure.ts";
import { picture } from "./svg.ts";

/** A figure as SVG, for light and dark pages. */
export const svgOf = (figure: Figure): string => {
  const { width, height, elements } = drawingOf(figure);
  return picture(width, height, figure.title, elements);
};
