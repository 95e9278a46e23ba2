/** Tuned rates as a table, and for `--json`. */
import { showRate } from "../report/numbers.ts";
import type { Table } from "./compare-table.ts";
import type { Check, Tuned } from "./tune-surface.ts";

/** Tuned rates on other starts, beside those of a finer grid. */
export const checkTable = (checks: readonly Check[]): Table => ({
  head: ["on other starts", "tuned rate", "log₁₀ loss", "best of the finer grid", "log₁₀ loss", "within 10 %"],
  rows: checks.map(({ name, rate, score, best, holds }) => [
    name,
    showRate(rate),
    score.toFixed(2),
    showRate(best.rate),
    best.score.toFixed(2),
    holds ? "yes" : "no",
  ]),
});

export const tuningFacts = ({ rate, score, works, tried }: Tuned, check: Check | undefined) => ({
  rate,
  logLoss: score,
  works: works ?? null,
  tried: tried.map((each) => ({ rate: each.rate, logLoss: each.score })),
  ...(check
    ? { check: { logLoss: check.score, bestRate: check.best.rate, bestLogLoss: check.best.score, holds: check.holds } }
    : {}),
});
