/** The comparison of a lesson: optimizers on one surface, as `thalweg compare` does it. */
import type { Surface } from "thalweg/problems";
import type { Figure } from "../pictures/figure.ts";
import { type EntrantOptions, entrantsOf, readOptimizers } from "./compare-entrants.ts";
import { lossFigure, pathFigures } from "./compare-pictures.ts";
import { type Ground, type Outcome, outcomeOf, plannedFor } from "./compare-surface.ts";
import { comparisonTable, type Table } from "./compare-table.ts";

export interface ContestOptions extends Partial<Pick<EntrantOptions, "rates" | "momentum">> {
  /** As after `--optimizers`. */
  readonly optimizers: string;
  readonly steps: number;
  /** The surface's own unless given. */
  readonly start?: readonly number[];
  readonly tolerance?: number;
}

export interface Contest {
  readonly outcomes: readonly Outcome[];
  readonly table: Table;
  readonly figures: readonly Figure[];
}

export const contest = (surface: Surface, options: ContestOptions): Contest => {
  const { optimizers, rates, momentum, steps, start = surface.start(2), tolerance = 1e-2 } = options;
  const ground: Ground = {
    surface,
    start: Float64Array.from(start),
    steps,
    noise: 0,
    seeds: 1,
    seed: 0,
    tolerance,
  };
  const entrants = entrantsOf({
    optimizers: readOptimizers(optimizers),
    rates,
    momentum,
    set: {},
    schedule: "constant",
  });
  const outcomes = entrants.map((entrant) => outcomeOf(entrant.name, plannedFor(entrant, steps), ground));
  return {
    outcomes,
    table: comparisonTable(outcomes, ground, []),
    figures: [lossFigure(outcomes, ground), ...pathFigures(outcomes, ground).slice(0, 1)],
  };
};
