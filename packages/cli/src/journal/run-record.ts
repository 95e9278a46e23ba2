/** A run as the journal sees it: what its folder says. */
import { readFile, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { type Facts, factsIn, isFields, type Value } from "./facts.ts";
import { usualFolder } from "./find-runs.ts";
import { type Note, readNotes } from "./notes.ts";

/** What was found wrong with a run. */
export interface Found {
  readonly id: string;
  readonly severity?: string;
  readonly sentence?: string;
}

export interface RunRecord {
  /** As it was come to: `runs/2026-01-31-garments-mlp-1`. */
  readonly folder: string;
  /** The same without `runs/`, which commands that take a run need not be told. */
  readonly name: string;
  readonly status: string;
  /** Why it failed. */
  readonly reason?: string;
  /** When it began, as ISO 8601 has it; empty where it is not known. */
  readonly started: string;
  /** When `run.json` was last written, in milliseconds of the Unix time. */
  readonly written: number;
  readonly settings: Facts;
  /** Names, numbers of examples and fingerprints of the data. */
  readonly data: Facts;
  readonly results: Facts;
  readonly device: Facts;
  readonly versions: Facts;
  /** Weights and biases of the model. */
  readonly parameters?: number;
  readonly findings: readonly Found[];
  readonly notes: readonly Note[];
}

/** A folder whose `run.json` says nothing, and why. */
export interface Broken {
  readonly folder: string;
  readonly why: string;
}

export const isRecord = (read: RunRecord | Broken): read is RunRecord => "settings" in read;

const isFound = (value: unknown): value is Found => isFields(value) && typeof value.id === "string";

/** Trials of a sweep tell apart networks and surfaces by this; their target does, too. */
const settingsOf = ({ kind: _, ...settings }: Readonly<Record<string, unknown>>): Facts => factsIn(settings);

/** Of the data, what tells whether two runs had the same: no lists of classes, no vocabularies, no encoders. */
const dataOf = (data: unknown): Facts => {
  if (!isFields(data)) return new Map();
  const plain = Object.entries(data).filter(([name, value]) => typeof value !== "object" || name === "fingerprints");
  return factsIn(Object.fromEntries(plain));
};

/** Numbers that `run.json` cannot write are null there. */
const numbered = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === null ? "NaN" : value]));

/** Numbers that came of a run; trials of sweeps keep their scores apart, and count updates under this name. */
const resultsOf = (results: unknown): Facts => {
  if (!isFields(results)) return new Map();
  const { scores, updates, sample: _, status: __, reason: ___, ...others } = results;
  const flat = { ...others, ...(updates === undefined ? {} : { steps: updates }), ...(isFields(scores) ? scores : {}) };
  return new Map<string, Value>([...factsIn(numbered(flat))].filter(([, value]) => typeof value === "number"));
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** What is only known beside `run.json`. */
type Beside = Pick<RunRecord, "notes" | "written">;

const recordOf = (folder: string, content: unknown, beside: Beside): RunRecord | undefined => {
  if (!isFields(content) || !isFields(content.settings) || typeof content.status !== "string") return undefined;
  const { settings, status, reason, started, data, results, device, versions, parameters, findings } = content;
  return {
    folder,
    name: folder.startsWith(usualFolder + sep) ? folder.slice(usualFolder.length + 1) : folder,
    status,
    reason: textOf(reason),
    started: textOf(started) ?? "",
    settings: settingsOf(settings),
    data: dataOf(data),
    results: resultsOf(results),
    device: factsIn(device),
    versions: factsIn(versions),
    ...(typeof parameters === "number" ? { parameters } : {}),
    findings: Array.isArray(findings) ? findings.filter(isFound) : [],
    ...beside,
  };
};

/** Reads the run in a folder, or says why there is none. */
export const readRecord = async (folder: string): Promise<RunRecord | Broken> => {
  const path = join(folder, "run.json");
  try {
    const content: unknown = JSON.parse(await readFile(path, "utf8"));
    const written = (await stat(path)).mtimeMs;
    const record = recordOf(folder, content, { notes: await readNotes(folder), written });
    return record ?? { folder, why: `${path} is not that of a run` };
  } catch (error) {
    if (error instanceof SyntaxError) return { folder, why: `${path} is no whole JSON` };
    return { folder, why: error instanceof Error ? error.message : String(error) };
  }
};

/** Files open at a time: systems allow few. */
const atOnce = 64;

/** Reads the runs in many folders. */
export const readRecords = async (folders: readonly string[]): Promise<readonly (RunRecord | Broken)[]> => {
  const read: (RunRecord | Broken)[] = [];
  for (let from = 0; from < folders.length; from += atOnce) {
    read.push(...(await Promise.all(folders.slice(from, from + atOnce).map(readRecord))));
  }
  return read;
};
