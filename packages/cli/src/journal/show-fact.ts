import { showDuration, showScore } from "../report/numbers.ts";
import type { Value } from "./facts.ts";

const isScore = /(loss|accuracy|f1|r2|rmse|perplexity)(\.|$)/i;

/** What a terminal should not be sent: signs that move its cursor or change its colours. */
const unprintable = /\p{Cc}/gu;

/** A value as tables show it; nothing where there is none. */
export const showFact = (name: string, value: Value | undefined): string => {
  if (value === undefined) return "";
  if (typeof value !== "number") return String(value).replace(unprintable, " ");
  if (name.endsWith("seconds") && Number.isFinite(value)) return showDuration(value);
  if (name.endsWith("millisecondsPerStep")) return String(Number(value.toPrecision(3)));
  if (isScore.test(name)) return showScore(value);
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
};
