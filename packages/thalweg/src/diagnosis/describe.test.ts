import { expect, it } from "vitest";
import { describeFinding, showNumber } from "./describe.ts";
import type { Finding } from "./finding.ts";
import { wrapped } from "./wrapped.ts";

const finding: Finding = {
  id: "diverging",
  severity: "error",
  sentence: "The loss grows from 2.3 to 41 in 30 updates.",
  evidence: [
    { what: "loss at update 40", value: 41.26, limit: 6.9, steps: [10, 40] },
    { what: "optimizer", value: "sgd", steps: [3, 3] },
  ],
  remedies: ["divide the learning rate by 10: 0.01", "clip gradients"],
  confidence: 0.95,
  page: "docs/findings/diverging.md",
};

it("tells a finding in lines", () => {
  expect(describeFinding(finding)).toEqual([
    "error: The loss grows from 2.3 to 41 in 30 updates.",
    "  seen: loss at update 40: 41.3 (limit 6.9), updates 10 to 40",
    "  seen: optimizer: sgd, update 3",
    "  try:  divide the learning rate by 10: 0.01",
    "  try:  clip gradients",
    "  more: docs/findings/diverging.md",
  ]);
});

it("tells of what follows from another finding only that", () => {
  expect(describeFinding({ ...finding, follows: "rate-too-high" })).toEqual([
    "error: The loss grows from 2.3 to 41 in 30 updates.",
    "  most likely brought about by rate-too-high: look to that first",
    "  more: docs/findings/diverging.md",
  ]);
});

it("keeps within its width", () => {
  const lines = describeFinding(finding, 40);
  expect(lines.slice(0, 2)).toEqual(["error: The loss grows from 2.3 to 41 in", "       30 updates."]);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(48);
  expect(wrapped("a unbreakableword b", 6)).toEqual(["a", "unbreakableword", "b"]);
});

it("shows numbers with three digits", () => {
  const shown = [0, 1, 320, 0.01, 0.0012345, 1e-5, 41.26, -0.333333, 1234.5, 2_000_000, Number.NaN, -1 / 0].map(
    showNumber,
  );
  expect(shown).toEqual([
    "0",
    "1",
    "320",
    "0.01",
    "0.00123",
    "1e-5",
    "41.3",
    "-0.333",
    "1230",
    "2e+6",
    "NaN",
    "-Infinity",
  ]);
});
