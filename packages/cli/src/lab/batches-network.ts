import { valueAndGrad } from "thalweg/autodiff";
import { batches, type Dataset, garments, rescale, take } from "thalweg/data";
import type { Layer } from "thalweg/layers";
import { crossEntropy } from "thalweg/losses";
import { gradientDescent } from "thalweg/optimizers";
import { compile, concat, type Tensor, type Trace, tensor } from "thalweg/tensor";
import { type Callback, type NamedArrays, Trainer } from "thalweg/training";
import { modelNamed } from "../images/model.ts";
import { plural } from "../report/numbers.ts";
import type { Course, CourseSettings } from "./batches-course.ts";

const hidden = 32;
/** Batches of a size whose gradients are compared with the full one. */
const draws = 64;

type Weights = Readonly<Record<string, Tensor>>;
type Inputs = { readonly x: Tensor; readonly y: Tensor };

const inputsOf = ({ inputs: x, targets: y }: Pick<Dataset, "inputs" | "targets">): Inputs => ({
  x: tensor(x.values, x.shape),
  y: tensor(y.values, y.shape),
});

/** The gradient of a batch's loss at fixed weights, all parameters in one array. */
const gradientAt = (model: Layer, weights: NamedArrays) => {
  const names = Object.keys(weights);
  const state: Weights = Object.fromEntries(
    names.map((name) => [name, tensor(weights[name].values, weights[name].shape)]),
  );
  const loss = crossEntropy();
  const traced = ({ state: at, inputs: { x, y }, random, training }: Trace<Weights, Inputs, never>) => {
    const lossAt = (parameters: Weights): Tensor =>
      loss.apply(model.apply(x, { parameters, state: {}, training, random }).y, y);
    const { gradient } = valueAndGrad(lossAt)(at);
    return { state: at, outputs: concat(names.map((name) => gradient[name].reshape([gradient[name].size]))) };
  };
  const program = compile(traced, { state });
  return async (batch: Pick<Dataset, "inputs" | "targets">) =>
    (await program.run({ inputs: inputsOf(batch), training: true })).data();
};

/** Batches of a size, drawn in one epoch after the other. */
function* drawn(data: Dataset, batchSize: number, seed: number) {
  for (let epoch = 0; ; epoch++) yield* batches(data, { batchSize, seed, epoch, remainder: "drop" });
}

const sampledVariance = async (model: Layer, weights: NamedArrays, data: Dataset, batchSize: number, seed: number) => {
  const gradient = gradientAt(model, weights);
  const full = await gradient(data);
  let [sum, count] = [0, 0];
  for (const batch of drawn(data, batchSize, seed)) {
    const own = await gradient(batch);
    for (const [index, value] of own.entries()) sum += (value - full[index]) ** 2;
    count++;
    if (count === draws) break;
  }
  return sum / count;
};

/** Ends the fit at the first gradient that is not finite; the update before it was one too far. */
class FirstFailure implements Callback {
  divergedAt: number | undefined;

  onStepEnd: Callback["onStepEnd"] = ({ step, loss, skipped }, fitting) => {
    if (skipped === undefined && Number.isFinite(loss)) return;
    this.divergedAt ??= Math.max(1, skipped === undefined ? step - 1 : step);
    fitting.stop("diverged");
  };
}

/** Steps of the sizes that an epoch has, undone: compiling must not count as learning. */
const warmUp = (trainer: Trainer, data: Dataset, batchSize: number): Promise<void> =>
  trainer.restoring(async () => {
    const examples = data.inputs.shape[0];
    for (const size of new Set([batchSize, examples % batchSize || batchSize])) {
      const { x, y } = inputsOf(take(data, size));
      await trainer.step(x, y);
    }
  });

/** A small perceptron by stochastic gradient descent, on drawn pictures of garments. */
export const networkCourse = ({ examples, epochs, learningRate, seed }: CourseSettings): Course => {
  const source = garments({ train: examples, test: 1, seed }).train;
  const data = rescale(source);
  const model = modelNamed("mlp", [hidden], source.classes?.length ?? 0);
  const trainerOf = () =>
    new Trainer({
      model,
      loss: crossEntropy(),
      optimizer: gradientDescent({ learningRate }),
      seed,
      inputShape: data.inputs.shape.slice(1),
    });
  const train: Course["train"] = async (batchSize, betweenEpochs) => {
    const trainer = trainerOf();
    const failure = new FirstFailure();
    await warmUp(trainer, data, batchSize);
    const lossByEpoch = [(await trainer.evaluate(data)).loss];
    const secondsByEpoch = [0];
    for (let epoch = 0; epoch < epochs; epoch++) {
      await betweenEpochs();
      const started = performance.now();
      await trainer.fit(data, { epochs: 1, batchSize, callbacks: [failure] });
      secondsByEpoch.push(secondsByEpoch[epoch] + (performance.now() - started) / 1000);
      const { divergedAt } = failure;
      lossByEpoch.push(divergedAt === undefined ? (await trainer.evaluate(data)).loss : Number.NaN);
      if (divergedAt !== undefined) return { lossByEpoch, secondsByEpoch, divergedAt };
    }
    return { lossByEpoch, secondsByEpoch };
  };
  const { parameterCount } = trainerOf();
  return {
    text: `mlp 784-${hidden}-10 on garments, ${plural(parameterCount, "weight")}, ${plural(examples, "example")}`,
    examples,
    gradientVariance: async (batchSize) =>
      batchSize === examples ? 0 : sampledVariance(model, await trainerOf().weights(), data, batchSize, seed),
    train,
  };
};
