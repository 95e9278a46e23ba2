/**
 * Trains a network with batch normalization on Fashion-MNIST: `npm run example examples/fashion-mnist.ts [epochs]`.
 * The files come from `$THALWEG_DATA`, the cache or the net.
 */
import {
  accuracy,
  adamW,
  batchNorm,
  confusionMatrix,
  crossEntropy,
  dense,
  earlyStopping,
  fashionMnist,
  flatten,
  perClassAccuracy,
  progressBar,
  relu,
  rescale,
  sequential,
  split,
  Trainer,
  updatesPerEpoch,
  warmupCosine,
} from "thalweg";

const epochs = Number(process.argv[2] ?? 10);
const batchSize = 128;

const { train, test } = await fashionMnist();
const { train: fitting, validation } = split(rescale(train), { validation: 0.1, seed: 0, stratify: true });
const total = epochs * updatesPerEpoch(fitting, batchSize);

const trainer = new Trainer({
  model: sequential([
    flatten(),
    ...[256, 128].flatMap((units) => [dense(units, { bias: false }), batchNorm(), relu()]),
    dense(10),
  ]),
  loss: crossEntropy(),
  optimizer: adamW({ learningRate: warmupCosine({ peak: 2e-3, warmup: Math.ceil(total / 20), total }) }),
  clip: 1,
  metrics: [accuracy()],
});

const callbacks = [progressBar(), earlyStopping({ monitor: "validationAccuracy", patience: 3 })];
await trainer.fit(fitting, { epochs, batchSize, validation, callbacks });

// The test data are used once, at the end.
const { loss, metrics } = await trainer.evaluate(rescale(test));
console.log(`test loss ${loss.toFixed(4)}, accuracy ${metrics.accuracy.toFixed(4)}`);

const predicted = await (await trainer.predict(rescale(test).inputs)).argmax().data();
const accuracies = perClassAccuracy(confusionMatrix(test.targets.values, predicted, 10));
for (const [label, share] of accuracies.entries()) console.log(`${test.classes?.[label]}: ${share?.toFixed(3)}`);
