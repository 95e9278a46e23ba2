/** Runs in the words of `--json`, and what is said below their list. */
import { showDuration } from "../report/numbers.ts";
import type { Facts } from "./facts.ts";
import type { Listed } from "./names.ts";
import type { Broken } from "./run-record.ts";

const plain = (facts: Facts): object => Object.fromEntries(facts);

/** A run with all its facts, by the parts of `run.json`. */
export const runFacts = ({ run }: Listed): object => {
  const { settings, data, results, device, versions, written: _, ...own } = run;
  return {
    ...own,
    settings: plain(settings),
    data: plain(data),
    results: plain(results),
    device: plain(device),
    versions: plain(versions),
  };
};

/** Folders whose `run.json` cannot be used, a line each. */
export const brokenLines = (broken: readonly Broken[]): readonly string[] =>
  broken.map(({ why }) => `left out: ${why}`);

/** Seconds without a word after which a run that says it is training may have been broken off. */
const patience = 15 * 60;

const agoText = (seconds: number): string => {
  if (seconds < 7200) return showDuration(seconds);
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
};

/** Runs that have said nothing for long. */
export const silentLines = (runs: readonly Listed[], now = Date.now()): readonly string[] =>
  runs.flatMap(({ run: { status, written, name } }) => {
    const seconds = (now - written) / 1000;
    if (status !== "training" || seconds < patience) return [];
    return [
      `${name} says it is training, but has written nothing for ${agoText(seconds)}: it may have been broken off`,
    ];
  });
