/** A comparison on a surface as a page. */
import type { Report, Section } from "../pictures/report-page.ts";
import { lossFigure, pathFigures, rateFigure } from "./compare-pictures.ts";
import type { Ground, Outcome } from "./compare-surface.ts";
import type { Table } from "./compare-table.ts";
import { checkTable } from "./tune-report.ts";
import type { Check, Tuned } from "./tune-surface.ts";

/** Everything that was found. */
export interface Comparison {
  readonly ground: Ground;
  readonly outcomes: readonly Outcome[];
  /** In the same order; empty unless rates were tuned, or tuned and checked. */
  readonly tuned: readonly Tuned[];
  readonly checks: readonly Check[];
  readonly table: Table;
  readonly text: readonly string[];
  readonly about: string;
}

const pathsText =
  "Every path leaves its optimizer's start and ends where its updates did, or where it left the picture. The closer the " +
  "contours, the steeper the surface.";

const ratesText =
  "The mean of walks from several starts near the given one. The wider the low part of a curve, the less it matters how " +
  "well the rate is chosen.";

export const surfaceReport = (found: Comparison, command: string): Report => {
  const { ground, outcomes, tuned, checks, table, text, about } = found;
  const [contour, space] = pathFigures(outcomes, ground);
  const sections: Section[] = [
    { heading: "Loss", text: text.join(" "), figure: lossFigure(outcomes, ground), table },
    ...(contour ? [{ heading: "Paths", text: pathsText, figure: contour }] : []),
    ...(space ? [{ figure: space }] : []),
    ...(tuned.length > 0 ? [{ heading: "Rates", text: ratesText, figure: rateFigure(tuned, ground) }] : []),
    ...(checks.length > 0 ? [{ heading: "The rates on other starts", table: checkTable(checks) }] : []),
  ];
  return { title: `Optimizers on ${ground.surface.title}`, command, about, sections };
};
