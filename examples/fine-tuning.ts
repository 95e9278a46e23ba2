/**
 * Freezing and fine-tuning: an LSTM learns to add two numbers of a sequence; frozen, it serves a new head that says from
 * 100 examples whether the sum is above 1; at last both learn together, slowly.
 * `npm run example examples/fine-tuning.ts [epochs of the first task]`
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  accuracy,
  adam,
  addingProblem,
  binaryCrossEntropy,
  type Dataset,
  dense,
  frozen,
  lstm,
  mse,
  type OptimizerSpec,
  route,
  sequential,
  Trainer,
} from "thalweg";

const epochs = Number(process.argv[2] ?? 15);
const file = join(await mkdtemp(join(tmpdir(), "fine-tuning-")), "model.safetensors");

const body = sequential([lstm(32)], { name: "body" });
const adding = new Trainer({
  model: sequential([body, dense(1)]),
  loss: mse(),
  optimizer: adam({ learningRate: 0.01 }),
  clip: 1,
});
const { epochs: records } = await adding.fit(addingProblem({ length: 10, examples: 4000, seed: 0 }), { epochs });
console.log(`adding: loss ${records[epochs - 1].loss.toFixed(5)}`);
await adding.save(file);

/** Sequences with 1 for a sum above 1, else 0. */
const comparing = (examples: number, seed: number): Dataset => {
  const { targets, ...data } = addingProblem({ length: 10, examples, seed });
  return { ...data, targets: { ...targets, values: Float32Array.from(targets.values, (sum) => Number(sum > 1)) } };
};
const [few, test] = [comparing(100, 1), comparing(1000, 2)];

const trainerWith = (optimizer: OptimizerSpec) =>
  new Trainer({
    model: sequential([body, dense(1, { name: "head" })]),
    loss: binaryCrossEntropy(),
    optimizer,
    metrics: [accuracy()],
  });
const learn = async (what: string, trainer: Trainer) => {
  await trainer.fit(few, { epochs: 30, batchSize: 20 });
  const { metrics } = await trainer.evaluate(test);
  console.log(`${what}: accuracy ${metrics.accuracy.toFixed(3)}`);
};

const headAlone = route([
  { match: /^body\//, use: frozen() },
  { match: /^head\//, use: adam({ learningRate: 0.05 }) },
]);
const withHead = trainerWith(headAlone);
await withHead.load(file, { only: /^body\// });
await learn("new head on a frozen body", withHead);
await withHead.save(file);

const whole = trainerWith(adam({ learningRate: 3e-4 }));
await whole.load(file, { weightsOnly: true });
await learn("body and head, slowly", whole);

await learn("all from nothing", trainerWith(adam({ learningRate: 0.01 })));
