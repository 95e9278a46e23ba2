/**
 * Regression on a table with numbers, words and gaps: read, encoded, learned, and answered in the column's own unit.
 * `npm run example examples/tabular-regression.ts [epochs] [file] [column]`; a table of houses is made unless one is given.
 */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  adamW,
  cosine,
  csvData,
  dense,
  earlyStopping,
  Generator,
  mse,
  parseCsv,
  r2,
  relu,
  rootMeanSquaredError,
  sequential,
  split,
  Trainer,
} from "thalweg";

/** Houses whose price follows from rooms, place and age, up to noise; every twentieth row lacks its age. */
const housesFile = async (): Promise<string> => {
  const random = new Generator(0, "houses");
  const perRoom = { town: 90, land: 50, sea: 120 };
  const rows = Array.from({ length: 600 }, (_, index) => {
    const [place, value] = Object.entries(perRoom)[random.integer(3)];
    const [rooms, age] = [1 + random.integer(6), random.integer(80)];
    const price = value * rooms * 0.99 ** age + random.normal(0, 10);
    return [rooms, place, index % 20 === 0 ? "" : age, price.toFixed(1)].join(",");
  });
  const file = join(await mkdtemp(join(tmpdir(), "houses-")), "houses.csv");
  await writeFile(file, ["rooms,place,age,price", ...rows].join("\n"));
  return file;
};

const [epochs = 60, file = await housesFile(), target = "price"] = process.argv.slice(2);
const { train, test, encoder } = await csvData(file, { target, seed: 0, missing: "median" });
const { train: fitting, validation } = split(train, { validation: 0.2, seed: 0 });

const updates = Number(epochs) * Math.ceil(fitting.inputs.shape[0] / 32);
const trainer = new Trainer({
  model: sequential([dense(32), relu(), dense(32), relu(), dense(1)]),
  loss: mse(),
  optimizer: adamW({ learningRate: cosine({ peak: 0.01, total: updates }) }),
  metrics: [r2(), rootMeanSquaredError()],
});
const history = await trainer.fit(fitting, {
  epochs: Number(epochs),
  validation,
  callbacks: [earlyStopping({ patience: 15 })],
});
const { metrics } = await trainer.evaluate(test);
console.log(`${history.epochs.length} epochs, R² ${metrics.r2.toFixed(4)} on ${test.name}`);

if (target === "price") {
  const house = parseCsv("rooms,place,age\n4,sea,10\n");
  const [price] = encoder.targetValues(await (await trainer.predict(encoder.applyTo(house))).data());
  console.log(
    `four rooms at the sea, ten years old: ${price.toFixed(1)}, by the rule ${(480 * 0.99 ** 10).toFixed(1)}`,
  );
}
