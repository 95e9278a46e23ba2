import type { Evidence, Finding } from "./finding.ts";
import { wrapped } from "./wrapped.ts";

/**
 * A finding as lines of text, at most `width` letters wide: severity and sentence, the evidence, what to do, and where to
 * read more. Of what another finding has brought about, the sentence and that finding: its remedy comes first.
 */
export const describeFinding = (finding: Finding, width = 80): readonly string[] => [
  ...wrapped(finding.sentence, width, `${finding.severity}: `),
  ...(finding.follows === undefined ? detailsOf(finding, width) : wrapped(followsText(finding), width, "  ")),
  `  more: ${finding.page}`,
];

const followsText = ({ follows }: Finding): string => `most likely brought about by ${follows}: look to that first`;

const detailsOf = (finding: Finding, width: number): readonly string[] => [
  ...finding.evidence.flatMap((evidence) => wrapped(showEvidence(evidence), width, "  seen: ")),
  ...finding.remedies.flatMap((remedy) => wrapped(remedy, width, "  try:  ")),
];

/** `gradient norm: 1.2e+5 (limit 100), updates 3 to 40`. */
export const showEvidence = ({ what, value, limit, steps }: Evidence): string =>
  [
    `${what}: ${typeof value === "number" ? showNumber(value) : value}${limit === undefined ? "" : ` (limit ${showNumber(limit)})`}`,
    ...(steps === undefined ? [] : [showSteps(steps)]),
  ].join(", ");

const showSteps = ([first, last]: readonly [number, number]): string =>
  first === last ? `update ${first}` : `updates ${first} to ${last}`;

/** Three digits, as sentences of findings show numbers. */
export const showNumber = (value: number): string => {
  if (Number.isSafeInteger(value) && Math.abs(value) < 1e6) return String(value);
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(3))) : shortExponent(value);
};

const shortExponent = (value: number): string => value.toExponential(2).replace(/\.?0+e/, "e");
