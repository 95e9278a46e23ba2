/**
 * Sharpness-aware minimization against plain momentum: the same network, data and batches, and how sharp the minima are that
 * they find. `npm run example examples/flat-minima.ts [epochs] [seed]`
 */
import {
  accuracy,
  chain,
  crossEntropy,
  dense,
  flatten,
  garments,
  lossAt,
  momentum,
  randomDirections,
  relu,
  rescale,
  sam,
  sequential,
  sharpness,
  sliceLoss,
  spaced,
  Trainer,
  take,
} from "thalweg";

const epochs = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? 0);

const drawn = garments({ train: 2000, test: 2000 });
const [train, test] = [rescale(drawn.train), rescale(drawn.test)];
const descent = momentum({ learningRate: 0.02, beta: 0.9 });

for (const [name, optimizer] of Object.entries({ momentum: descent, sam: chain(sam({ rho: 0.1 }), descent) })) {
  const [model, loss] = [sequential([flatten(), dense(64), relu(), dense(10)]), crossEntropy()];
  const trainer = new Trainer({ model, loss, optimizer, metrics: [accuracy()], seed });
  await trainer.fit(train, { epochs, batchSize: 64 });
  const weights = await trainer.weights();
  const network = { model, loss, data: take(train, 1000) };
  const { loss: ended, largest, trace } = await sharpness(network, weights, { steps: 25, probes: 5 });
  const line = await sliceLoss(lossAt(network), weights, randomDirections(weights), { x: spaced(1, 9) });
  const { metrics } = await trainer.evaluate(test);
  console.log(
    `${name}: training loss ${ended.toFixed(4)}, largest eigenvalue ${largest.toFixed(2)}, trace ${trace.toFixed(1)}, ` +
      `test accuracy ${metrics.accuracy.toFixed(4)}`,
  );
  console.log(`  along a random direction: ${Array.from(line.values, (value) => value.toFixed(2)).join(" ")}`);
}
