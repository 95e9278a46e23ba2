/** What may be concluded from a comparison of runs, and what may not. */
import { plural } from "../report/numbers.ts";
import { changesIn, type Difference } from "./differences.ts";
import type { RunRecord } from "./run-record.ts";

const listed = (words: readonly string[]): string => {
  const last = words[words.length - 1];
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${last}`;
};

const isWithin = (differences: readonly Difference[], kind: Difference["kind"]): boolean =>
  differences.some((each) => each.kind === kind);

/** About what was changed. */
const onChanges = (differences: readonly Difference[]): string => {
  const changes = changesIn(differences);
  const hasSeed = isWithin(differences, "chance");
  if (changes.length > 1) {
    return (
      `warning: ${plural(changes.length, "thing")} were changed at once: ${listed(changes)}. ` +
      "Nobody can say which of them made a difference in the results; change one at a time."
    );
  }
  if (changes.length === 1) {
    return `Only ${changes[0]} was changed${hasSeed ? ", and the seed" : ""}.`;
  }
  if (hasSeed) return "Nothing was changed but the seed: how far the results are apart is chance.";
  const isElsewhere = isWithin(differences, "place");
  return isElsewhere
    ? "No setting was changed, only what the runs were computed with."
    : "Nothing differs: the same settings on the same device give the same weights.";
};

const onSeed = (differences: readonly Difference[]): readonly string[] => {
  if (changesIn(differences).length === 0) return [];
  const pair =
    "One run each says little: train both with several seeds, and thalweg runs --group tells chance from effect.";
  return isWithin(differences, "chance")
    ? [`warning: the seed differs as well, which changes results by itself. ${pair}`]
    : [pair];
};

const onData = (differences: readonly Difference[]): readonly string[] => {
  const own = differences.filter(
    ({ name, values }) => name.startsWith("data.fingerprints.") && !values.includes(undefined),
  );
  if (own.length === 0) return [];
  if (own.every(({ because }) => because === "seed")) {
    return ["The seed divides the rows as well: the runs learned from other rows, and were tested on others."];
  }
  const parts = own.map(({ name }) => name.slice(name.lastIndexOf(".") + 1).replace(/^train$/, "training"));
  return [`warning: the ${listed(parts)} data are not the same, so scores are of different questions.`];
};

const onStatus = (runs: readonly RunRecord[]): readonly string[] =>
  runs
    .filter(({ status }) => status !== "finished")
    .map(({ name, status }) => {
      const how = status === "training" ? "is still training, or was broken off" : `did not finish (${status})`;
      return `warning: ${name} ${how}: its results are not those of a whole run.`;
    });

const onVersions = (differences: readonly Difference[]): readonly string[] =>
  differences.some(({ name }) => name === "versions.thalweg")
    ? ["warning: the runs were made with different versions of Thalweg."]
    : [];

/** Sentences below a comparison, what was changed first. */
export const warningsOn = (runs: readonly RunRecord[], differences: readonly Difference[]): readonly string[] => [
  onChanges(differences),
  ...onSeed(differences),
  ...onData(differences),
  ...onStatus(runs),
  ...onVersions(differences),
];
