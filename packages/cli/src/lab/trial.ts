/** What a trial of a sweep is, and what it leaves in its folder: on disk, and between processes. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ThalwegError } from "thalweg/errors";
import type { ImageSettings } from "../images/settings.ts";
import type { LearningSettings } from "../run/settings.ts";

/** How an optimizer walks a surface. */
export interface SurfaceSettings extends LearningSettings {
  readonly surface: string;
  readonly steps: number;
  readonly start: readonly number[];
  /** Deviation of the noise on each element of the gradient. */
  readonly noise: number;
}

export type TrialSettings =
  | ({ readonly kind: "surface" } & SurfaceSettings)
  | ({ readonly kind: "network" } & ImageSettings);

/** What a trial came to at the end of a rung. */
export interface Outcome {
  /** How long it was to be: updates on a surface, epochs of a network. */
  readonly length: number;
  readonly updates: number;
  readonly status: "finished" | "diverged" | "failed";
  /** What the sweep makes small or large; null where there is none. */
  readonly score: number | null;
  /** Everything that was measured. */
  readonly scores: Readonly<Record<string, number>>;
  /** The first update after which the loss was not finite. */
  readonly divergedAt?: number;
  readonly reason?: string;
  readonly seconds: number;
}

/** What a process is asked to do: to take a trial on to the end of a rung. */
export interface TrialRequest {
  readonly folder: string;
  /** A file that whoever asks has made; it becomes the trial's `run.json`. */
  readonly claim: string;
  readonly settings: TrialSettings;
  readonly metric: string;
  readonly length: number;
  /** Whether this is the last rung. */
  readonly whole: boolean;
}

/** What the process answers: nothing where the trial's `run.json` says what came of it, or why there is none. */
export interface TrialAnswer {
  readonly error?: string;
}

/** A trial's `run.json`, as far as sweeps read it. */
export interface TrialRecord {
  readonly rungs: readonly Outcome[];
  /** Rows of `history.csv`. */
  readonly history: readonly unknown[];
}

/** Where a trial stands at the end of a rung of this length. */
export const checkpointName = (length: number, whole: boolean): string =>
  join("checkpoints", whole ? "final.safetensors" : `rung-${length}.safetensors`);

const isRecord = (value: unknown): value is TrialRecord =>
  typeof value === "object" &&
  value !== null &&
  "rungs" in value &&
  Array.isArray(value.rungs) &&
  "history" in value &&
  Array.isArray(value.history);

/** What a trial has come to so far; undefined where it has not finished a rung. */
export const readTrial = async (folder: string): Promise<TrialRecord | undefined> => {
  const path = join(folder, "run.json");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  const fail = (): never => {
    throw new ThalwegError("file", `${path} is no record of a trial; remove ${folder}, and the trial runs again`);
  };
  try {
    const content: unknown = JSON.parse(text);
    return isRecord(content) ? content : fail();
  } catch {
    return fail();
  }
};
