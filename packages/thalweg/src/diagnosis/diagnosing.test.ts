import { describe, expect, it } from "vitest";
import { findingsOf } from "./diagnosing.ts";
import { type FindingId, findingIds, type Severity } from "./finding.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { factsOf, seenOf, setupFor } from "./testing/seen.ts";

const rule = (
  id: FindingId,
  severity: Severity,
  { causes = [], confidence = 0.5, holds = true }: { causes?: FindingId[]; confidence?: number; holds?: boolean } = {},
): Rule => ({
  id,
  severity,
  summary: id,
  causes,
  judge: () => (holds ? { sentence: id, evidence: [], remedies: [], confidence } : undefined),
});

const told = (...given: Rule[]) =>
  findingsOf(seenOf(), given).map(({ id, follows }) => (follows ? `${id} < ${follows}` : id));

describe("findingsOf", () => {
  it("tells the severest first, then the surest, then in the order of the list", () => {
    expect(
      told(
        rule("overfitting", "advice", { confidence: 1 }),
        rule("underfitting", "warning"),
        rule("plateau", "warning"),
        rule("ravine", "warning", { confidence: 0.9 }),
        rule("diverging", "error"),
        rule("saddle", "error", { holds: false }),
      ),
    ).toEqual(["diverging", "ravine", "plateau", "underfitting", "overfitting"]);
  });

  it("tells a cause before what it brings about, however sure or severe that is", () => {
    expect(
      told(
        rule("diverging", "error", { confidence: 1 }),
        rule("rate-too-high", "warning", { causes: ["diverging"], confidence: 0.4 }),
        rule("warmup-missing", "warning", { causes: ["rate-too-high"], confidence: 0.3 }),
        rule("dead-units", "warning", { confidence: 1 }),
      ),
    ).toEqual(["warmup-missing", "rate-too-high < warmup-missing", "diverging < rate-too-high", "dead-units"]);
  });

  it("never tells advice before a warning, though it might be its cause", () => {
    const decay = rule("decay-too-strong", "advice", { causes: ["underfitting", "plateau"] });
    expect(told(decay, rule("underfitting", "warning"), rule("plateau", "advice", { confidence: 0.9 }))).toEqual([
      "underfitting",
      "decay-too-strong",
      "plateau < decay-too-strong",
    ]);
  });

  it("begins with the surer of two that bring each other about", () => {
    const a = rule("plateau", "warning", { causes: ["saddle"], confidence: 0.9 });
    expect(told(rule("saddle", "warning", { causes: ["plateau"] }), a)).toEqual(["plateau", "saddle < plateau"]);
  });

  it("tells a ring of the severest before what is free and weighs less", () => {
    const ring = [
      rule("plateau", "warning", { causes: ["underfitting"] }),
      rule("underfitting", "error", { causes: ["plateau"], confidence: 0.8 }),
    ];
    expect(told(...ring, rule("overfitting", "advice", { confidence: 1 }))).toEqual([
      "underfitting",
      "plateau < underfitting",
      "overfitting",
    ]);
  });

  it("begins a ring only when what is behind all of it has been told", () => {
    const ring = [
      rule("plateau", "error", { causes: ["underfitting"], confidence: 0.9 }),
      rule("underfitting", "error", { causes: ["plateau"], confidence: 0.8 }),
    ];
    const behind = rule("dead-units", "warning", { causes: ["underfitting"], confidence: 0.5 });
    expect(told(...ring, behind).map((line) => line.split(" ")[0])).toEqual(["dead-units", "plateau", "underfitting"]);
  });

  it("gives each finding its page", () => {
    expect(findingsOf(seenOf(), [rule("ravine", "warning")])[0].page).toBe("docs/findings/ravine.md");
  });

  it("finds what is wrong by the rules there are", () => {
    const inputs = { mean: 0, deviation: 300, deviations: [300, 300] as const };
    const setup = setupFor({ data: factsOf({ inputs }) });
    expect(findingsOf(seenOf({ setup }))[0]?.id).toBe("inputs-not-normalized");
  });
});

describe("rules", () => {
  it("stand in the order of findingIds, each once", () => {
    const places = rules.map(({ id }) => findingIds.indexOf(id));
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  });

  it("say nothing of a run that has not begun", () => {
    expect(findingsOf(seenOf({ setup: setupFor(), ended: false }))).toEqual([]);
  });
});
