import { expect, it } from "vitest";
import { dense } from "../layers/index.ts";
import { mse } from "../losses/index.ts";
import { gradientDescent } from "../optimizers/index.ts";
import { tensor } from "../tensor/index.ts";
import { Trainer } from "./trainer.ts";

const line = () => new Trainer({ model: dense(1), loss: mse(), optimizer: gradientDescent(), inputShape: [2] });

it("sets weights from arrays and from tensors, which are computed first", async () => {
  const trainer = line();
  const weight = tensor([[1, 2]])
    .transpose()
    .mul(2);
  await trainer.setWeights({ weight, bias: { shape: [1], values: Float32Array.of(3) } });
  expect((await trainer.weights()).weight).toEqual({ shape: [2, 1], values: Float32Array.of(2, 4) });
  expect(await (await trainer.predict(tensor([[1, 1]]))).item()).toBe(9);
});

it("names the weights that are missing, unknown or of another shape", async () => {
  const bias = tensor([3]);
  await expect(line().setWeights({ kernel: tensor([[1], [2]]), bias })).rejects.toThrow(
    'setWeights: no array "weight", and the model has no "kernel"; the weights must come from the same model',
  );
  await expect(line().setWeights({ bias })).rejects.toThrow('setWeights: no array "weight"; the weights must');
  await expect(line().setWeights({ weight: tensor([[1, 2]]), bias })).rejects.toThrow(
    'setWeights: "weight" must have shape [2, 1], got [1, 2]',
  );
});

it("tells what to do with inputs of another shape", async () => {
  await expect(line().predict(tensor([1, 2]))).rejects.toThrow(
    "predict: the model takes inputs of shape [batch, 2], got [2]; put the batch axis before it, reshape([1, 2])",
  );
  await expect(line().predict(tensor([[1, 2, 3]]))).rejects.toThrow("got [1, 3]; reshape the inputs, or make another");
});
