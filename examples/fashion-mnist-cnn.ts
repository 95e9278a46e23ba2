/**
 * A convolutional network on Fashion-MNIST, or on drawn clothing where its files are not there and cannot be fetched.
 * `npm run example examples/fashion-mnist-cnn.ts [epochs] [examples]`
 */
import {
  accuracy,
  adamW,
  augment,
  batchNorm,
  conv2d,
  crossEntropy,
  dense,
  dropout,
  exampleCount,
  fashionMnist,
  flatten,
  flip,
  garments,
  maxPool2d,
  progressBar,
  relu,
  rescale,
  sequential,
  shift,
  split,
  Trainer,
  take,
  updatesPerEpoch,
  warmupCosine,
} from "thalweg";

const [epochs, examples] = [Number(process.argv[2] ?? 10), Number(process.argv[3] ?? 10_000)];
const batchSize = 64;

const { train, test } = await fashionMnist().catch(({ message }: Error) => {
  console.log(message);
  return garments({ train: examples, test: Math.ceil(examples / 5), seed: 0 });
});
const some = take(rescale(train), Math.min(examples, exampleCount(train)));
const { train: fitting, validation } = split(some, { validation: 0.1, seed: 0, stratify: true });
const total = epochs * updatesPerEpoch(fitting, batchSize);

/** [height, width, channels] → [height / 2, width / 2, filters] */
const block = (filters: number) => [
  conv2d(filters, 3, { padding: "same", bias: false }),
  batchNorm(),
  relu(),
  maxPool2d(2),
];

const trainer = new Trainer({
  model: sequential([...block(16), ...block(32), flatten(), dropout(0.3), dense(10)]),
  loss: crossEntropy(),
  optimizer: adamW({ learningRate: warmupCosine({ peak: 3e-3, warmup: Math.ceil(total / 20), total }) }),
  metrics: [accuracy()],
  inputShape: [28, 28, 1],
});
console.log(trainer.summary());
await trainer.fit(augment(fitting, [shift(1), flip()]), { epochs, batchSize, validation, callbacks: [progressBar()] });

const { loss, metrics } = await trainer.evaluate(rescale(test));
console.log(`${test.name}: loss ${loss.toFixed(4)}, accuracy ${metrics.accuracy.toFixed(4)}`);
