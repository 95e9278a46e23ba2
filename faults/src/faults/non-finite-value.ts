import type { Dataset, Generator, Tensor } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { parity } from "../problems/parity.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";
import { spliced } from "../spliced.ts";

/** Layers of one's own that meet numbers they are not made for: what comes out of a ReLU is 0 as often as not. */
const careless: readonly ((x: Tensor) => Tensor)[] = [
  (x) => x.log(),
  // How far units are from the largest: the slope at 0 is that of the square, 0, times that of the root, ∞.
  (x) =>
    x
      .sub(x.max(-1, { keepDims: true }))
      .square()
      .sqrt(),
  (x) => x.mul(100).exp(),
];

/** Divides by the deviation in the batch, to which nobody added a little. */
const ownNormalization = (x: Tensor): Tensor => {
  const centred = x.sub(x.mean(0, { keepDims: true }));
  return centred.div(centred.square().mean(0, { keepDims: true }).sqrt());
};

const withValues = (data: Dataset, values: Float32Array): Dataset => ({ ...data, inputs: { ...data.inputs, values } });

/** The last feature the same in every example. */
const withConstant = (data: Dataset): Dataset => {
  const { values, shape } = data.inputs;
  const features = shape[shape.length - 1];
  return withValues(
    data,
    Float32Array.from(values, (value, index) => (index % features === features - 1 ? 1 : value)),
  );
};

/** One input that is not a number, of one example. */
const withNaN = (data: Dataset, random: Generator): Dataset => {
  const values = Float32Array.from(data.inputs.values);
  values[random.integer(values.length)] = Number.NaN;
  return withValues(data, values);
};

const plant = (healthy: RunPlan, random: Generator): RunPlan => {
  const { network, train, validation } = healthy;
  const relus: RunPlan = { ...healthy, network: { ...network, activation: "relu" } };
  const which = random.integer(careless.length + 2);
  if (which < careless.length) return spliced(relus, { after: network.hidden.length - 1, layers: [careless[which]] });
  if (which === careless.length) return { ...healthy, train: withNaN(train, random) };
  return {
    ...healthy,
    network: { ...network, first: [ownNormalization] },
    train: withConstant(train),
    ...(validation && { validation: withConstant(validation) }),
  };
};

export const nonFiniteValue: Fault = {
  id: "non-finite-value",
  plants:
    "a logarithm or root of 0, an exponential of large numbers, a division by no deviation, or NaN among the inputs",
  problems: [blobs, deepBlobs, friedman, garments, spirals],
  tuning: [parity, rings, teacher],
  plant,
  mend: (_, healthy) => healthy,
};
