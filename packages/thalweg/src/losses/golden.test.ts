import { readFileSync } from "node:fs";
import { beforeAll, describe, it } from "vitest";
import { vjp } from "../autodiff/index.ts";
import { expectClose, make, settings, type Values } from "../layers/testing/golden.ts";
import { logSoftmax, type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { binaryCrossEntropy, crossEntropy, huber, klDivergence, type Loss, meanAbsoluteError, mse } from "./index.ts";

interface LossCase {
  readonly inputs: readonly Values[];
  readonly output: Values;
  readonly gradients: readonly Values[];
  readonly cotangent: Values;
  readonly labels?: readonly number[];
  readonly target?: Values;
  readonly targetLogits?: Values;
}
const file = new URL("../../fixtures/golden/torch/autodiff.json", import.meta.url);
const { cases }: { cases: Record<string, LossCase> } = JSON.parse(readFileSync(file, "utf8"));

const losses: Record<string, Loss> = {
  cross_entropy: crossEntropy(),
  cross_entropy_smooth: crossEntropy({ smoothing: 0.1 }),
  cross_entropy_large: crossEntropy(),
  mse: mse(),
  l1: meanAbsoluteError(),
  huber: huber({ delta: 0.7 }),
  bce_with_logits: binaryCrossEntropy(),
  kl_div_batchmean: klDivergence(),
};

describe.each(settings)("losses of torch 2.13 on $device in $dtype", ({ device, dtype, tolerance }) => {
  beforeAll(() => useDevice(device));

  const targetOf = ({ labels, target, targetLogits }: LossCase): Tensor => {
    if (labels) return tensor(Int32Array.from(labels), [labels.length]);
    if (target) return make(target, dtype);
    return logSoftmax(make(targetLogits ?? { shape: [], data: [] }, dtype)).exp();
  };
  const agrees = async (loss: Loss, golden: LossCase, target: Tensor) => {
    const { value, pullback } = vjp((output: Tensor) => loss.apply(output, target), make(golden.inputs[0], dtype));
    await expectClose(value, golden.output, tolerance);
    await expectClose(pullback(make(golden.cotangent, dtype)), golden.gradients[0], tolerance);
  };

  it.each(Object.keys(losses))("%s", async (name) => {
    await agrees(losses[name], cases[name], targetOf(cases[name]));
  });

  it.each(Object.keys(losses).filter((name) => cases[name].labels))("%s with one-hot rows", async (name) => {
    await agrees(losses[name], cases[name], targetOf(cases[name]).oneHot(4));
  });
});
