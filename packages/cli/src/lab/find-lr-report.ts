/** What a rising-rate test found, in words and as a picture. */
import type { RateTest } from "thalweg/training";
import type { Figure } from "../pictures/figure.ts";
import { plural, showRate } from "../report/numbers.ts";

/** Two digits: no test says more. */
export const roundedRate = (rate: number): number => Number(rate.toPrecision(2));

/** An explosion drawn whole would leave no height for the fall before it. */
const ceilingOf = (smoothed: readonly number[], isLog: boolean): number => {
  const [first, lowest] = [smoothed[0] ?? 0, Math.min(...smoothed)];
  return isLog ? 10 * first : first + Math.max(first - lowest, 0.1 * first);
};

export const rateTestFigure = (title: string, test: RateTest, isLog: boolean): Figure => {
  const { rates, losses, smoothed, steepest, divergence, suggestion } = test;
  const mark = (x: number | undefined, text: string) => (x === undefined ? [] : [{ x, text }]);
  const most = ceilingOf(smoothed, isLog);
  const curve = (values: readonly number[]) => {
    const end = values.findLastIndex((value) => value <= most) + 1;
    return values.slice(0, end).map((value, index) => [rates[index], value <= most ? value : Number.NaN] as const);
  };
  return {
    kind: "line",
    title,
    x: { label: "learning rate", log: true },
    y: { label: "loss", log: isLog },
    series: [
      { name: "loss", points: curve(losses), dashed: true },
      { name: "smoothed", points: curve(smoothed) },
    ],
    marks: [
      ...(suggestion === steepest ? [] : mark(steepest, "steepest")),
      ...mark(suggestion, suggestion === steepest ? "steepest: use this" : "use this"),
      ...mark(divergence, "explodes"),
    ],
  };
};

export const rateTestLines = ({ rates, steepest, divergence, suggestion, reason }: RateTest): readonly string[] => {
  const last = rates.at(-1) ?? Number.NaN;
  return [
    `${plural(rates.length, "update")} at rates from ${showRate(rates[0] ?? Number.NaN)} to ${showRate(last)}; the weights are put back`,
    steepest === undefined ? "the loss never fell" : `steepest fall at ${showRate(steepest)}`,
    divergence === undefined ? "the loss did not explode" : `explodes at ${showRate(divergence)}`,
    ...(suggestion === undefined ? [reason] : [`suggestion: ${showRate(roundedRate(suggestion))}: ${reason}`]),
  ];
};
