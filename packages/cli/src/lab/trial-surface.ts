/** A trial on a surface: exactly the steps of `walk`, and they go on where an earlier rung has ended. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import {
  clipByGlobalNorm,
  clipped,
  hasEvaluationWeights,
  Optimizer,
  type OptimizerSpec,
  type OptimizerState,
} from "thalweg/optimizers";
import { writeFileAtomic } from "thalweg/platform";
import { surfaceNamed } from "thalweg/problems";
import { Generator, type GeneratorState } from "thalweg/random";
import type { Tensor } from "thalweg/tensor";
import { decodeSafetensors, encodeSafetensors, type NamedArrays } from "thalweg/training";
import { planOptimizer } from "../run/optimizer.ts";
import { checkpointName, type Outcome, readTrial, type SurfaceSettings, type TrialRequest } from "./trial.ts";
import { commitTrial } from "./trial-commit.ts";

/** Rows of `history.csv` at most. */
const mostRows = 500;
/** Milliseconds after which others get their turn. */
const turnAfter = 20;

/** The optimizer that settings ask for, gradients clipped. */
export const surfaceOptimizer = (settings: SurfaceSettings): OptimizerSpec => {
  const { spec } = planOptimizer(settings, settings.steps);
  return settings.clip === undefined ? spec : clipped(clipByGlobalNorm(settings.clip), spec);
};

/** What is whole of where a trial stands. */
type Place = Pick<OptimizerState, "step" | "batches" | "held"> & { readonly noise: GeneratorState };

/** An optimizer on its way, and the noise it meets. */
class Wanderer {
  readonly x: Float64Array;
  readonly optimizer: Optimizer;
  readonly noise: Generator;

  constructor(settings: SurfaceSettings) {
    const surface = surfaceNamed(settings.surface);
    this.x = Float64Array.from(settings.start);
    const objective = ([at]: readonly Tensor[]): Tensor => surface.fn(at);
    this.optimizer = new Optimizer({ x: this.x }, surfaceOptimizer(settings), { seed: settings.seed, objective });
    this.noise = new Generator(settings.seed, "noise");
  }

  /** As a file: every number in float64, and what is whole as JSON. */
  saved(): Uint8Array {
    const { slots, counters, step, batches, held } = this.optimizer.state();
    const flat = (values: Float64Array | Float32Array) => ({ shape: [values.length], values });
    const arrays: Record<string, NamedArrays[string]> = { x: flat(this.x) };
    for (const [name, values] of Object.entries(slots)) arrays[`slot/${name}`] = flat(values);
    for (const [name, value] of Object.entries(counters)) arrays[`counter/${name}`] = flat(Float64Array.of(value));
    return encodeSafetensors(arrays, { place: JSON.stringify({ step, batches, held, noise: this.noise.state() }) });
  }

  load(bytes: Uint8Array, name: string): void {
    const { arrays, metadata } = decodeSafetensors(bytes, { name });
    const under = (prefix: string) =>
      Object.entries(arrays).flatMap(([key, { values }]) =>
        key.startsWith(prefix) && (values instanceof Float64Array || values instanceof Float32Array)
          ? [[key.slice(prefix.length), values] as const]
          : [],
      );
    const { noise, ...place }: Place = JSON.parse(metadata.place);
    const counters = Object.fromEntries(under("counter/").map(([key, values]) => [key, values[0]]));
    this.x.set(arrays.x.values);
    this.optimizer.load({ ...place, counters, slots: Object.fromEntries(under("slot/")) });
    this.noise.load(noise);
  }
}

interface Row {
  readonly update: number;
  readonly loss: number | null;
}

const csvOf = (rows: readonly unknown[]): Uint8Array => {
  const lines = rows.map((row) => (isRow(row) ? `${row.update},${row.loss ?? "NaN"}` : ""));
  return new TextEncoder().encode(`${["update,loss", ...lines].join("\n")}\n`);
};

const isRow = (row: unknown): row is Row => typeof row === "object" && row !== null && "update" in row && "loss" in row;

/** A way that is gone on with, and what is noted of it. */
interface Way {
  readonly history: readonly unknown[];
  readonly loss: number;
  readonly divergedAt?: number;
}

const goOn = async (
  settings: SurfaceSettings,
  { x, optimizer, noise }: Wanderer,
  { from, to, before }: { readonly from: number; readonly to: number; readonly before: readonly unknown[] | undefined },
): Promise<Way> => {
  const surface = surfaceNamed(settings.surface);
  const every = Math.max(1, Math.ceil(settings.steps / mostRows));
  let loss = surface.at(x);
  const history: unknown[] = before ? [...before] : [{ update: 0, loss }];
  let turn = performance.now();
  for (let update = from + 1; update <= to; update++) {
    const plain = surface.gradient(x);
    const gradient = settings.noise > 0 ? plain.map((each) => each + noise.normal(0, settings.noise)) : plain;
    const { applied } = optimizer.step({ x: gradient }, { loss });
    loss = applied ? surface.at(x) : Number.NaN;
    const isMeasured = Number.isFinite(loss);
    if (update % every === 0 || update === settings.steps || !isMeasured) {
      history.push({ update, loss: isMeasured ? loss : null });
    }
    if (!isMeasured) return { history, loss, divergedAt: update };
    if (update % 64 === 0 && performance.now() - turn > turnAfter) {
      await setImmediate();
      turn = performance.now();
    }
  }
  return { history, loss };
};

/** Takes a trial on a surface to the end of a rung, and writes down what came of it. */
export const surfaceTrial = async (request: TrialRequest, settings: SurfaceSettings): Promise<void> => {
  const started = performance.now();
  const { folder, length, whole } = request;
  const before = await readTrial(folder);
  const from = before?.rungs.at(-1)?.length ?? 0;
  const wanderer = new Wanderer(settings);
  if (from > 0) {
    const path = join(folder, checkpointName(from, false));
    wanderer.load(await readFile(path), path);
  }
  const { history, loss, divergedAt } = await goOn(settings, wanderer, { from, to: length, before: before?.history });
  // Optimizers that keep averages are judged by those.
  const averages = divergedAt === undefined && hasEvaluationWeights(surfaceOptimizer(settings));
  const final = averages ? surfaceNamed(settings.surface).at(wanderer.optimizer.evaluationWeights().x) : loss;
  const isMeasured = Number.isFinite(final);
  const outcome: Outcome = {
    length,
    updates: divergedAt ?? length,
    status: isMeasured ? "finished" : "diverged",
    score: isMeasured ? final : null,
    scores: isMeasured ? { loss: final } : {},
    ...(divergedAt === undefined ? {} : { divergedAt }),
    seconds: (performance.now() - started) / 1000,
  };
  if (divergedAt === undefined) await writeFileAtomic(join(folder, checkpointName(length, whole)), wanderer.saved());
  await writeFileAtomic(join(folder, "history.csv"), csvOf(history));
  await commitTrial(request, outcome, { history, before: before?.rungs });
};
