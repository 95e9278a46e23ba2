import { positionOf } from "../data/values.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import type { Limits } from "../layers/index.ts";
import { Tensor } from "../tensor/index.ts";

type Numbers = Tensor | { readonly values: TypedArray; readonly shape: Shape };

/** Throws when ids that are on the host are none of the model's. */
export const checkInputs = (what: string, inputs: Numbers, { ids }: Limits = {}): void => {
  if (!ids) return;
  const values = hostValues(inputs);
  const wrong = values?.findIndex((id: number) => !(id >= 0 && id < ids.count && Number.isInteger(id))) ?? -1;
  if (!values || wrong < 0) return;
  throw new ThalwegError(
    "data",
    `${what}: ids for ${ids.layer} must be whole numbers from 0 to ${ids.count - 1}, got ${values[wrong]} at ` +
      `${positionOf(wrong, inputs.shape)}; give the layer a larger vocabulary, or number the ids from 0`,
  );
};

/** Throws when batches are too small to learn from. */
export const checkBatchSize = (what: string, examples: number, { batch }: Limits = {}): void => {
  if (!batch || examples >= batch.least) return;
  throw new ThalwegError(
    "argument",
    `${what}: ${batch.layer} needs batches of at least ${batch.least} examples to have a variance, got ${examples}; ` +
      'use another batchSize, or remainder: "drop" where only the last batch is short',
  );
};

/** Throws unless there is one finite weight ≥ 0 an example. */
export const checkWeights = (what: string, weights: Numbers | undefined, examples: number): void => {
  if (!weights) return;
  if (weights.shape.length !== 1 || weights.shape[0] !== examples) {
    throw new ThalwegError("shape", `${what} must be [${examples}], one an example, got [${weights.shape.join(", ")}]`);
  }
  const values = hostValues(weights);
  const wrong = values?.findIndex((weight: number) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY)) ?? -1;
  if (!values || wrong < 0) return;
  throw new ThalwegError("data", `${what} must be finite and ≥ 0, got ${values[wrong]} at [${wrong}]`);
};

/** Numbers as far as they are on the host: those on a device are not read back to be checked. */
const hostValues = (numbers: Numbers): TypedArray | undefined => {
  if (!(numbers instanceof Tensor)) return numbers.values;
  const { operation } = numbers.node;
  return operation.kind === "leaf" ? operation.storage.host : undefined;
};
