/**
 * Groups of parameters with an optimizer each: weights decay, biases and the parameters of normalization do not, and the
 * last layer learns at a tenth of the rate. `npm run example examples/parameter-groups.ts [epochs]`
 */
import {
  accuracy,
  adam,
  adamW,
  batchNorm,
  chain,
  clipByGlobalNorm,
  cosine,
  crossEntropy,
  dense,
  flatten,
  garments,
  relu,
  rescale,
  route,
  scaled,
  sequential,
  Trainer,
} from "thalweg";

const epochs = Number(process.argv[2] ?? 5);
const { train, test } = garments({ train: 2000, test: 500, seed: 0 });
const learningRate = cosine({ peak: 2e-3, total: epochs * Math.ceil(2000 / 64) });

const optimizer = chain(
  // Before the route, clipping sees the gradients of all groups.
  clipByGlobalNorm(1),
  route([
    { name: "plain", match: /(bias|scale|shift)$/, use: adam({ learningRate }) },
    {
      name: "last",
      match: "dense_1/weight",
      use: adamW({ learningRate: scaled(0.1, learningRate), weightDecay: 0.1 }),
    },
    { name: "rest", match: () => true, use: adamW({ learningRate, weightDecay: 0.1 }) },
  ]),
);

const trainer = new Trainer({
  model: sequential([flatten(), dense(128, { bias: false }), batchNorm(), relu(), dense(10)]),
  loss: crossEntropy(),
  optimizer,
  metrics: [accuracy()],
});
await trainer.fit(rescale(train), { epochs, batchSize: 64 });

const { metrics } = await trainer.evaluate(rescale(test));
console.log(`test accuracy ${metrics.accuracy.toFixed(3)}`);
for (const [name, { values }] of Object.entries(await trainer.weights())) {
  console.log(`${name}: norm ${Math.hypot(...values).toFixed(3)}`);
}
