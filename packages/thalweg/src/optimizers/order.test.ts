import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.ts";
import {
  adam,
  cautious,
  chain,
  clipByGlobalNorm,
  emaWeights,
  gradientDescent,
  lookahead,
  momentum,
  Optimizer,
  type OptimizerSpec,
  route,
  sam,
  scaleByAdam,
  scaleByLearningRate,
  scheduleFreeAdamW,
  swaWeights,
} from "./index.ts";

const started = (optimizer: OptimizerSpec) =>
  new Optimizer({ w: Float64Array.of(1) }, optimizer, { objective: ([w]: readonly Tensor[]) => w.square().sum() });

describe("the order of stages", () => {
  it.each<[string, OptimizerSpec, string]>([
    [
      "sam after an optimizer",
      chain(gradientDescent(), sam()),
      "sam: must come before all that changes the gradient, and stands after scaleByLearningRate; put it first",
    ],
    ["sam after a clip", chain(clipByGlobalNorm(1), sam(), adam()), "stands after clipByGlobalNorm; put it first"],
    [
      "cautious after the rate without saying so",
      chain(momentum(), cautious()),
      "cautious: must come before the rate, and stands after scaleByLearningRate; put it before that",
    ],
    [
      "an average of weights before the optimizer",
      chain(emaWeights(), momentum()),
      "emaWeights: must come after all that changes the update, and accumulateMomentum follows; put it last",
    ],
    ["the same inside lookahead", chain(lookahead(adam()), scaleByLearningRate(1)), "lookahead: must come after all"],
    [
      "a stage after a route whose entry keeps an average",
      chain(route([{ match: () => true, use: chain(adam(), swaWeights()) }]), cautious({ placed: "afterRate" })),
      "0/swaWeights: must come after all that changes the update, and cautious follows",
    ],
  ])("refuses %s", (_, optimizer, message) => {
    expect(() => started(optimizer)).toThrow(message);
  });

  it.each<[string, OptimizerSpec]>([
    ["sam, clip, optimizer, averages", chain(sam(), clipByGlobalNorm(1), adam(), emaWeights(), swaWeights())],
    ["cautious before the rate", chain(scaleByAdam(), cautious(), scaleByLearningRate(0.1))],
    ["cautious after it, saying so", chain(momentum(), cautious({ placed: "afterRate" }))],
    ["an average around lookahead", chain(lookahead(adam()), emaWeights())],
    [
      "routes side by side",
      route([
        { match: "w", use: scheduleFreeAdamW() },
        { match: () => true, use: chain(scaleByAdam(), cautious(), scaleByLearningRate(0.1)) },
      ]),
    ],
  ])("takes %s", (_, optimizer) => {
    expect(started(optimizer).step({ w: [1] }).applied).toBe(true);
  });
});
