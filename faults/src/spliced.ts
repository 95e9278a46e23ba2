import { dense, flatten, type LayerLike, sequential } from "thalweg";
import { afterHidden, hiddenOptions, type NetworkOptions, outputLayer } from "./network.ts";
import type { RunPlan } from "./run-plan.ts";

/** What is put into a perceptron that its options cannot say. */
export interface Splice {
  /** After the hidden layer of this number, from 0, and its activation. */
  readonly after: number;
  readonly layers: readonly LayerLike[];
}

/** The perceptron of a plan with layers put between its own. */
export const spliced = (plan: RunPlan, { after, layers }: Splice): RunPlan => ({
  ...plan,
  model: (network: NetworkOptions): LayerLike =>
    sequential([
      ...(plan.train.inputs.shape.length > 2 ? [flatten()] : []),
      ...(network.first ?? []),
      ...network.hidden.flatMap((units, index) => [
        dense(units, hiddenOptions(network)),
        ...afterHidden(network),
        ...(index === after ? layers : []),
      ]),
      outputLayer(network),
    ]),
});
