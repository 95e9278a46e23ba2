/** What can be asked of a run, by name: `learningRate` or `learning-rate`, `testAccuracy`, `set.beta1`, `device.threads`. */
import { nearest, suggestion } from "thalweg/errors";
import { wrongUsage } from "../command-error.ts";
import { camelCase } from "../options/names.ts";
import type { Facts, Value } from "./facts.ts";
import type { RunRecord } from "./run-record.ts";

/** A run with all its facts by name. */
export interface Listed {
  readonly run: RunRecord;
  readonly facts: Facts;
}

/** Short words for what has a longer name. */
const short: Readonly<Record<string, string>> = {
  rate: "learningRate",
  batch: "batchSize",
  time: "seconds",
  dataset: "data",
  threads: "device.threads",
};

/** What is no fact of `run.json`, or has a place of its own there. */
const ownOf = (run: RunRecord): Facts => {
  const data = run.data.get("name") ?? run.settings.get("dataset") ?? run.settings.get("surface");
  const own: readonly (readonly [string, Value | undefined])[] = [
    ["name", run.name],
    ["folder", run.folder],
    ["status", run.status],
    ["reason", run.reason],
    ["started", run.started === "" ? undefined : run.started],
    ["data", data],
    ["parameters", run.parameters],
    ["notes", run.notes.length],
    ["note", run.notes.at(-1)?.text],
    ["finding", run.findings[0]?.id],
  ];
  return new Map(own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
};

/** The parts of a run; a name may begin with that of its part, and must where two parts have it. */
const partsOf = (run: RunRecord) =>
  ({
    results: run.results,
    data: run.data,
    settings: run.settings,
    device: run.device,
    versions: run.versions,
  }) as const;

/** Only under the name of their part: alone, `name` and `device` mean something else. */
const spelledOut: ReadonlySet<string> = new Set(["device", "versions"]);

const withPart = (part: string, facts: Facts): readonly (readonly [string, Value])[] =>
  [...facts].map(([name, value]) => [`${part}.${name}`, value] as const);

/** All facts of a run by their names: those of the results before those of the settings, as `--json` of train has them. */
export const allFacts = (run: RunRecord): Facts => {
  const facts = new Map(ownOf(run));
  for (const [part, own] of Object.entries(partsOf(run))) {
    if (!spelledOut.has(part)) for (const [name, value] of own) if (!facts.has(name)) facts.set(name, value);
    for (const [name, value] of withPart(part, own)) facts.set(name, value);
  }
  return facts;
};

/** Names that are right even where no run has a value under them. */
const known: readonly string[] = [
  ...["name", "folder", "status", "reason", "started", "data", "parameters", "notes", "note", "finding"],
  ...["model", "optimizer", "learningRate", "momentum", "weightDecay", "clip", "accumulate", "schedule", "warmup"],
  ...[
    "epochs",
    "updates",
    "batchSize",
    "seed",
    "device",
    "trainLoss",
    "validationLoss",
    "testLoss",
    "seconds",
    "steps",
  ],
];

/** The name as facts have it; `option` asks, and what none of the runs has is refused with a suggestion. */
export const factNamed = (option: string, text: string, runs: readonly Facts[]): string => {
  const name = short[text] ?? text;
  const isThere = (each: string): boolean => known.includes(each) || runs.some((facts) => facts.has(each));
  const found = [name, camelCase(name)].find(isThere);
  if (found !== undefined) return found;
  const names = [...new Set([...known, ...Object.keys(short), ...runs.flatMap((facts) => [...facts.keys()])])];
  const near = nearest(text, names) === undefined;
  const hint = near ? "; --json lists what there is of each run" : suggestion(text, names);
  throw wrongUsage(`${option}: no run has a setting or result ${text === "" ? "without a name" : text}${hint}`);
};
