import { diagnose, type Finding, findingsOf, type Observations, type Watching, watching } from "thalweg/diagnosis";
import type { TextStream } from "thalweg/platform";
import type { Reporting } from "./settings.ts";

/** What looks on while a run trains, as closely as was asked for; `before` is what was seen until it was broken off. */
export const watchFor = (
  { diagnose: speaks = false, giveUp = false }: Pick<Reporting, "diagnose" | "giveUp">,
  stream: TextStream,
  before: Observations | undefined,
): Watching => {
  const goingOn = before && { before };
  if (!speaks && !giveUp) return watching({ thorough: false, ...goingOn });
  return diagnose({ stream, stop: giveUp, ...goingOn });
};

/** What is wrong with the run, as far as it was seen. */
export const findingsSeen = (watch: Watching): readonly Finding[] => {
  const seen = watch.observations();
  return seen ? findingsOf(seen) : [];
};

/** Findings as `run.json` keeps them, without their evidence, which `thalweg diagnose` tells. */
export const findingsKept = (findings: readonly Finding[]) =>
  findings.map(({ id, severity, sentence }) => ({ id, severity, sentence }));

/** One line for the end of a run, where something weighs more than advice. */
export const findingsLine = (findings: readonly Finding[], folder: string): readonly string[] => {
  const grave = findings.filter(({ severity }) => severity !== "advice");
  if (grave.length === 0) return [];
  const names = grave.map(({ id, severity }) => `${id} (${severity})`).join(", ");
  return [`found: ${names}`, `  $ thalweg diagnose ${folder}`];
};
