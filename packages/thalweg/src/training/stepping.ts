import { ThalwegError } from "../errors/thalweg-error.ts";
import { dtypeOf, type TypedArray } from "../kernels/dtype.ts";
import { checkSkip } from "../optimizers/index.ts";
import { Tensor, zeros } from "../tensor/index.ts";
import type { StepRecord } from "./callback.ts";
import { type BatchLike, batchTensor, checkInputShape } from "./examples.ts";
import { accumulating, shareKnobs } from "./program.ts";
import { nextKnobs, type Running, rateOf } from "./running.ts";

/** What is known of one update. */
export type StepReport = Pick<StepRecord, "loss" | "metrics" | "learningRate" | "step" | "skipped">;

/** One update on one batch. */
export const stepOn = async (running: Running, x: BatchLike, y: BatchLike): Promise<StepReport> => {
  const { recipe, program } = running;
  const labels = ArrayBuffer.isView(y) && dtypeOf(y) !== "float32" && dtypeOf(y) !== "float64";
  const inputs = {
    x: batchTensor("step: x", x, running.inputShape),
    y: batchTensor("step: y", y, labels ? [] : recipe.built.outputShape),
  };
  checkBatch(running, inputs, valuesOf(y));
  const { knobs, counters, occasions } = nextKnobs(running);
  const batches = running.accumulated + 1;
  const isUpdate = batches === recipe.microBatches;
  const shares = { [shareKnobs.batch]: 1 / batches, [shareKnobs.before]: running.accumulated / batches };
  const variant = isUpdate ? occasions : accumulating;
  const output = await withLargestBatch(running, inputs, variant, () =>
    program.run({ inputs, knobs: { ...knobs, ...shares }, training: true, variant, step: running.attempts }),
  );
  const [loss, bad, ...sums] = await output.data();
  const applied = bad === 0;
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
  return {
    loss,
    metrics: Object.fromEntries(recipe.metrics.map(({ name }, index) => [name, sums[index] / examples])),
    learningRate: rateOf(knobs),
    step: running.step,
    ...(applied ? {} : { skipped }),
  };
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

/** Adds the largest batch that fits to an error for want of memory. */
const withLargestBatch = async <T>(
  { program }: Running,
  { x, y }: { x: Tensor; y: Tensor },
  variant: string,
  run: () => Promise<T>,
): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ThalwegError) || error.code !== "memory") throw error;
    const budget = await program.budgetBytes();
    const batchOf = ({ shape, dtype }: Tensor, size: number) => zeros([size, ...shape.slice(1)], dtype);
    let fits = 0;
    let tooLarge = x.shape[0];
    while (tooLarge - fits > 1) {
      const size = Math.floor((fits + tooLarge) / 2);
      const inputs = { x: batchOf(x, size), y: batchOf(y, size) };
      if (program.bytesFor(inputs, { training: true, variant }) <= budget) fits = size;
      else tooLarge = size;
    }
    const remedy = fits === 0 ? "not even one example fits" : `the largest batch that fits is ${fits}`;
    throw new ThalwegError("memory", `${error.message}; ${remedy}`, { cause: error });
  }
};
