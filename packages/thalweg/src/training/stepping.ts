import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sizeOf } from "../graph/index.ts";
import { dtypeOf, isFloat, type TypedArray } from "../kernels/dtype.ts";
import { checkSkip } from "../optimizers/index.ts";
import { Tensor } from "../tensor/index.ts";
import type { StepRecord } from "./callback.ts";
import { type BatchLike, batchTensor, checkInputShape } from "./examples.ts";
import { onDemand } from "./later.ts";
import { checkBatchSize, checkInputs, checkWeights } from "./limits.ts";
import type { Probe, ProbeRequest } from "./probe.ts";
import { accumulating, reportLength, shareKnobs } from "./program.ts";
import { nextKnobs, type Running, rateOf } from "./running.ts";
import { type BatchSums, Totals } from "./totals.ts";

/** What is known of one update. */
export type StepReport = Pick<StepRecord, "loss" | "metrics" | "learningRate" | "step" | "skipped">;

export interface ExampleWeights {
  /** What each example counts in the loss, [batch], ≥ 0; all alike when left out. Metrics take no notice. */
  readonly weights?: BatchLike;
}

/** What is known of one update, and what its batch adds to means over many. */
export interface Step {
  readonly report: StepReport;
  readonly sums: BatchSums;
  readonly probe?: Probe;
}

export interface StepOptions extends ExampleWeights {
  /** What to measure with the update; nothing where the batch makes none. */
  readonly probe?: ProbeRequest;
}

/** One update on one batch. */
export const stepOn = async (
  running: Running,
  x: BatchLike,
  y: BatchLike,
  { weights, probe: request }: StepOptions = {},
): Promise<Step> => {
  const { recipe, program } = running;
  const labels = ArrayBuffer.isView(y) && !isFloat(dtypeOf(y));
  const given = batchTensor("step: x", x, running.inputShape);
  const inputs = {
    x: given,
    y: batchTensor("step: y", y, labels ? labelShape(running, given.shape[0], y) : recipe.built.outputShape),
    ...(weights && { weights: batchTensor("step: weights", weights, []) }),
  };
  checkBatch(running, inputs, valuesOf(y));
  checkInputs("step: x", inputs.x, recipe.built.limits);
  checkBatchSize("step", inputs.x.shape[0], recipe.built.limits);
  checkWeights("step: weights", inputs.weights, inputs.x.shape[0]);
  const { knobs, counters, occasions } = nextKnobs(running);
  const batches = running.accumulated + 1;
  const isUpdate = batches === recipe.microBatches;
  const shares = { [shareKnobs.batch]: 1 / batches, [shareKnobs.before]: running.accumulated / batches };
  const wish =
    isUpdate && request ? await (await onDemand()).beginProbe(running, inputs, request, occasions) : undefined;
  const variant = isUpdate ? occasions : accumulating;
  const run = { inputs, knobs: { ...knobs, ...shares }, training: true, step: running.attempts };
  const looked = wish && (await program.run({ ...run, variant: wish.variant }).catch(unlessForMemory));
  const probing = looked && wish;
  const output =
    looked ??
    (await program.run({ ...run, variant }).catch(async (error: unknown) => {
      throw await (await onDemand()).withLargestBatch(error, program, inputs, variant);
    }));
  const numbers = await output.data();
  const reported = probing ? numbers.subarray(0, reportLength(recipe)) : numbers;
  const [loss, share, bad, ...sums] = reported;
  const applied = bad === 0;
  running.leftOut = applied ? undefined : inputs;
  running.attempts++;
  if (applied) {
    running.skippedInARow = 0;
    running.accumulated = isUpdate ? 0 : batches;
  }
  if (applied && isUpdate) {
    running.step++;
    running.counters = counters;
  }
  const examples = inputs.x.shape[0];
  const skipped = Number.isFinite(loss) ? "a gradient, or its square, is not finite" : `the loss is ${loss}`;
  if (!applied) checkSkip(recipe.policy, `step ${running.step + 1}: ${skipped}`, ++running.skippedInARow);
  const own = { examples, loss, share, sums };
  const { metrics } = new Totals(recipe).add(own).values();
  const report = {
    loss,
    metrics,
    learningRate: rateOf(knobs),
    step: running.step,
    ...(applied ? {} : { skipped }),
  };
  const { step, learningRate } = report;
  const probe = applied
    ? probing?.end({ step, learningRate, examples, loss }, numbers.subarray(reported.length))
    : undefined;
  return { report, sums: own, ...(probe && { probe }) };
};

/** What needs more memory than the update itself is left out. */
export const unlessForMemory = (error: unknown): undefined => {
  if (error instanceof ThalwegError && error.code === "memory") return undefined;
  throw error;
};

/** A flat array of labels holds one an example, or one for each position the model tells classes of. */
const labelShape = ({ recipe }: Running, examples: number, { length }: TypedArray): Shape => {
  const positions = recipe.built.outputShape.slice(0, -1);
  return length === examples * sizeOf(positions) ? positions : [];
};

/** The numbers of a batch that are on the host. */
const valuesOf = (batch: BatchLike): TypedArray | undefined => {
  if (batch instanceof Tensor) return undefined;
  return ArrayBuffer.isView(batch) ? batch : batch.values;
};

const checkBatch = (
  { inputShape, recipe }: Running,
  { x, y }: { x: Tensor; y: Tensor },
  values: TypedArray | undefined,
): void => {
  checkInputShape("step: x", x, inputShape);
  if (x.shape[0] !== y.shape[0]) {
    throw new ThalwegError("shape", `step: ${x.shape[0]} inputs and ${y.shape[0]} targets; give one target an input`);
  }
  recipe.loss.check(recipe.built.outputShape, { shape: y.shape.slice(1), dtype: y.dtype, values });
};
