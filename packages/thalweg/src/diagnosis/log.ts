import { ThalwegError } from "../errors/thalweg-error.ts";
import type { EpochRecord, NonFinite, Probe } from "../training/index.ts";
import type { Finding } from "./finding.ts";
import type { Observations, SeenStep } from "./observations.ts";
import type { Setup } from "./setup.ts";

/** A line of a run's `log.jsonl`, as far as it bears on a diagnosis. */
export type LogLine =
  | ({ readonly kind: "setup" } & Setup)
  | ({ readonly kind: "step" } & SeenStep)
  | ({ readonly kind: "probe" } & Omit<Probe, "gradients">)
  | ({ readonly kind: "epoch" } & EpochRecord)
  | ({ readonly kind: "non-finite" } & NonFinite)
  | ({ readonly kind: "finding" } & Finding)
  | { readonly kind: "resume"; readonly step: number }
  | { readonly kind: "end"; readonly stopped?: string };

export const setupLine = (setup: Setup): LogLine => ({ kind: "setup", ...setup });

/** Gradients themselves are too large for a log. */
export const probeLine = ({ gradients: _, ...probe }: Probe): LogLine => ({ kind: "probe", ...probe });

export const findingLine = (finding: Finding): LogLine => ({ kind: "finding", ...finding });

export const nonFiniteLine = (nonFinite: NonFinite): LogLine => ({ kind: "non-finite", ...nonFinite });

/** What a line of each kind must have to be read; lines of other kinds are passed over. */
const fields: Readonly<Record<LogLine["kind"], Readonly<Record<string, "number" | "string" | "object">>>> = {
  setup: { layers: "object", parameters: "number", loss: "object", optimizer: "object", rates: "object" },
  step: { step: "number", epoch: "number", loss: "number", learningRate: "number" },
  probe: { step: "number", loss: "number", gradientNorm: "number", parameters: "object", layers: "object" },
  epoch: { epoch: "number", step: "number", loss: "number", metrics: "object" },
  "non-finite": { step: "number", pass: "string", operation: "string" },
  finding: { id: "string", severity: "string", sentence: "string" },
  resume: { step: "number" },
  end: {},
};

const isKind = (kind: unknown): kind is LogLine["kind"] => typeof kind === "string" && kind in fields;

const isLogLine = (line: object): line is LogLine => {
  if (!("kind" in line) || !isKind(line.kind)) return false;
  const given = new Map<string, unknown>(Object.entries(line));
  return Object.entries(fields[line.kind]).every(([name, type]) => typeof given.get(name) === type);
};

interface Gathered {
  setup: Setup | undefined;
  steps: SeenStep[];
  probes: Probe[];
  epochs: EpochRecord[];
  nonFinite: NonFinite | undefined;
  stopped: string | undefined;
  ended: boolean;
}

const takeLine = (seen: Gathered, line: LogLine): void => {
  if (line.kind === "setup") {
    const { kind: _, ...setup } = line;
    // A run that goes on writes its set-up again; the first tells how it began.
    seen.setup ??= setup;
  } else if (line.kind === "step") {
    const { step, epoch, loss, learningRate, skipped } = line;
    seen.steps.push({ step, epoch, loss, learningRate, ...(skipped !== undefined && { skipped }) });
  } else if (line.kind === "probe") {
    const { kind: _, ...probe } = line;
    seen.probes.push(probe);
  } else if (line.kind === "epoch") {
    const { kind: _, ...epoch } = line;
    seen.epochs.push(epoch);
  } else if (line.kind === "non-finite") {
    const { kind: _, ...nonFinite } = line;
    seen.nonFinite ??= nonFinite;
  } else if (line.kind === "resume") goBack(seen, line.step);
  else if (line.kind === "end") {
    seen.ended = true;
    seen.stopped = line.stopped;
  }
};

/** Drops what a run that was broken off did after the update it went on from. */
const goBack = (seen: Gathered, step: number): void => {
  const isKept = (item: { readonly step: number }): boolean => item.step <= step;
  seen.steps = seen.steps.filter(isKept);
  seen.probes = seen.probes.filter(isKept);
  seen.epochs = seen.epochs.filter(isKept);
  if (seen.nonFinite && !isKept(seen.nonFinite)) seen.nonFinite = undefined;
  seen.ended = false;
  seen.stopped = undefined;
};

/**
 * What was seen of a run, from the lines of its log as `parseJsonLines` reads them; `name` stands in the error for a log
 * without a set-up.
 */
export const observationsFrom = (lines: Iterable<object>, name = "log.jsonl"): Observations => {
  const seen: Gathered = {
    setup: undefined,
    steps: [],
    probes: [],
    epochs: [],
    nonFinite: undefined,
    stopped: undefined,
    ended: false,
  };
  for (const line of lines) if (isLogLine(line)) takeLine(seen, line);
  const { setup, nonFinite, stopped, ...rest } = seen;
  if (!setup) {
    throw new ThalwegError(
      "data",
      `${name}: it must have a line of kind "setup", got none; watch the run with diagnose() or train with --diagnose`,
    );
  }
  return { setup, ...rest, ...(nonFinite && { nonFinite }), ...(stopped !== undefined && { stopped }) };
};
