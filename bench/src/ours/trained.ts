import { crossEntropy } from "thalweg/losses";
import { adam, adamW, type OptimizerSpec } from "thalweg/optimizers";
import { tensor } from "thalweg/tensor";
import { Trainer } from "thalweg/training";
import { inputShapeOf, type ModelSpec, modelOf } from "../models.ts";
import type { Work } from "../side.ts";
import type { Task } from "../task.ts";

export const optimizerOf = (spec: ModelSpec): { optimizer: OptimizerSpec; clip?: number } => {
  const { learningRate } = spec;
  if (spec.kind !== "transformer") return { optimizer: adam({ learningRate }) };
  return { optimizer: adamW({ learningRate, weightDecay: spec.weightDecay }), clip: spec.clip };
};

/** A model's training step through the trainer, as users train. The batch stays on the device. */
export const trainedWork = async ({ spec, weights, data }: Task<ModelSpec>): Promise<Work> => {
  const trainer = new Trainer({
    model: modelOf(spec),
    loss: crossEntropy(),
    inputShape: inputShapeOf(spec),
    ...optimizerOf(spec),
  });
  // Moving statistics begin as they do on every side.
  await trainer.setWeights({ ...(await trainer.weights()), ...weights });
  const x = tensor(data.x.values, data.x.shape);
  const y = tensor(data.y.values, data.y.shape);
  let loss = Number.NaN;
  return {
    run: async () => {
      loss = await trainer.step(x, y);
    },
    result: () => loss,
  };
};
