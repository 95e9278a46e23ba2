import type { BatchSize } from "../data/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Callback } from "./callback.ts";
import { type RateTest, type RateTestOptions, RisingRates } from "./rate-test.ts";
import type { Trainer } from "./trainer.ts";
import { isDataset, type TrainingData } from "./training-data.ts";

export interface FindLearningRateOptions extends RateTestOptions {
  /** Examples an update, those of the training to come: the best rate depends on it. 32 unless said. */
  readonly batchSize?: BatchSize;
  /** Looks on, and may stop the test early. */
  readonly callbacks?: readonly Callback[];
}

/**
 * Trains with a rising rate until the loss explodes, and tells which rate to use; the trainer is afterwards as it was
 * before, to the bit. Optimizers without a learning rate are refused.
 *
 * @example
 * const model = sequential([dense(8), relu(), dense(1)]);
 * const trainer = new Trainer({ model, loss: mse(), optimizer: gradientDescent(), inputShape: [1] });
 * const data = dataset({ inputs: [[0], [1], [2], [3]], targets: [[1], [3], [5], [7]] });
 * const { suggestion } = await findLearningRate(trainer, data, { from: 1e-5, to: 10, updates: 60 });
 * trainer.learningRate = suggestion ?? 1e-2;
 */
export const findLearningRate = async (
  trainer: Trainer,
  data: TrainingData,
  { batchSize = 32, callbacks = [], ...options }: FindLearningRateOptions = {},
): Promise<RateTest> => {
  const test = new RisingRates(options);
  if (isDataset(data)) trainer.build(data.inputs.shape.slice(1));
  let updates = 0;
  const raise: Callback = {
    onTrainBegin(fitting) {
      if (Number.isNaN(fitting.learningRate)) {
        throw new ThalwegError("argument", "findLearningRate: the optimizer has no learning rate; use another one");
      }
      updates = trainer.steps;
      fitting.learningRate = test.rate;
    },
    onStepEnd({ loss, skipped, step }, fitting) {
      // A batch of several that make an update.
      if (skipped === undefined && step === updates) return;
      updates = step;
      if (test.take(skipped === undefined ? loss : Number.NaN)) fitting.learningRate = test.rate;
      else fitting.stop("the test is over");
    },
  };
  // The test ends the fit.
  const epochs = Number.MAX_SAFE_INTEGER;
  await trainer.restoring(async () => {
    try {
      await trainer.fit(data, { epochs, batchSize, callbacks: [raise, ...callbacks] });
    } catch (error) {
      if (!(error instanceof ThalwegError && error.code === "non-finite")) throw error;
      test.take(Number.NaN);
    }
  });
  return test.result();
};
