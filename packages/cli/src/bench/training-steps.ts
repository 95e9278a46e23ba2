import type { Layer } from "thalweg/layers";
import { crossEntropy } from "thalweg/losses";
import { adam, adamW, type OptimizerLike } from "thalweg/optimizers";
import { Generator } from "thalweg/random";
import { type Tensor, tensor } from "thalweg/tensor";
import { stepMemory, Trainer } from "thalweg/training";
import { modelNamed } from "../images/model.ts";
import { usualHidden } from "../images/settings.ts";
import { textModel } from "../text/model.ts";
import { usualText } from "../text/settings.ts";
import type { Prepared, Workload } from "./workload.ts";

interface Training {
  readonly model: Layer;
  readonly optimizer: OptimizerLike;
  readonly clip?: number;
  /** x: [batch, ...]; y: classes, [batch] or [batch, positions] */
  readonly x: Tensor;
  readonly y: Tensor;
}

/** Steps on one batch, which stays on the device; the loss is read after each. */
const prepare = async ({ x, y, ...parts }: Training): Promise<Prepared> => {
  const trainer = new Trainer({ ...parts, loss: crossEntropy(), inputShape: x.shape.slice(1) });
  return {
    run: async () => {
      await trainer.step(x, y);
    },
    amount: { unit: "examples", value: x.shape[0] },
    bytes: () => {
      const { kept, ...memory } = stepMemory(trainer, x, y);
      return { ...memory, gradients: kept };
    },
  };
};

const classes = 10;
const learningRate = 1e-3;

/** A classifier of pictures like those of clothing. */
const pictures = (name: "mlp" | "cnn", batch = 128): Training => {
  const generator = new Generator(0, "bench");
  return {
    model: modelNamed(name, usualHidden[name], classes),
    optimizer: adam({ learningRate }),
    x: tensor(generator.fillUniform(new Float32Array(batch * 28 * 28)), [batch, 28, 28, 1]),
    y: tensor(Int32Array.from({ length: batch }, () => generator.integer(classes))),
  };
};

const letters = 96;

/** The model that `train text` trains unless told otherwise. */
const characters = (batch = 32): Training => {
  const generator = new Generator(0, "bench");
  const { context, clip } = usualText;
  const ids = () => Int32Array.from({ length: batch * context }, () => generator.integer(letters));
  return {
    model: textModel({ ...usualText, file: [] }, letters),
    optimizer: adamW({ learningRate }),
    clip,
    x: tensor(ids(), [batch, context]),
    y: tensor(ids(), [batch, context]),
  };
};

const plain = { isStep: true, compiles: true, onOneThread: false };

/** Forward, backward and update of models that the command line trains. */
export const trainingSteps: readonly Workload[] = [
  { ...plain, name: "mlp", title: "MLP 784-256-128-10, batch 128, adam", prepare: () => prepare(pictures("mlp")) },
  { ...plain, name: "cnn", title: "CNN, 2 convolutions, batch 128, adam", prepare: () => prepare(pictures("cnn")) },
  { ...plain, name: "transformer", title: "transformer, 32 × 64 letters, adamw", prepare: () => prepare(characters()) },
];
