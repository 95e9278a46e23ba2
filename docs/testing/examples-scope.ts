import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as thalweg from "thalweg";
import * as tensors from "thalweg/tensor";
import { writePng } from "../../packages/thalweg/src/data/images/testing/write-png.ts";

const { accuracy, adam, crossEntropy, dense, flatten, garments, relu, rescale, sequential, split } = thalweg;

/** What the examples of documentation comments take for granted: a little data, a model that has seen it. */
export const examplesScope = async () => {
  const drawn = garments({ train: 600, test: 100, seed: 0 });
  const { train, validation } = split(rescale(drawn.train), { validation: 0.1, seed: 0 });
  const test = rescale(drawn.test);
  const trainer = new thalweg.Trainer({
    model: sequential([flatten(), dense(8), relu(), dense(10)]),
    loss: crossEntropy(),
    optimizer: adam({ learningRate: 1e-2 }),
    metrics: [accuracy()],
    seed: 0,
  });
  const { epochs } = await trainer.fit(train, { epochs: 1, batchSize: 128, validation });
  return {
    train,
    test,
    validation,
    trainer,
    record: epochs[0],
    saved: JSON.stringify(thalweg.standardizer(train)),
    bytes: thalweg.encodeSafetensors({}),
    imageBytes: thalweg.writeIdx({ ...drawn.test.inputs, shape: drawn.test.inputs.shape.slice(0, 3) }),
    labelBytes: labelsOf(drawn.test),
    readFile: async (_path: string) => thalweg.writeIdx({ values: new Uint8Array(60000), shape: [60000, 1, 1] }),
  };
};

const labelsOf = ({ targets }: thalweg.Dataset): Uint8Array =>
  thalweg.writeIdx({ ...targets, values: Uint8Array.from(targets.values) });

/** The four files of Fashion-MNIST with drawn garments in them. */
export const writeGarments = async (folder: string): Promise<void> => {
  const { train, test } = garments({ train: 600, test: 100, seed: 0 });
  await mkdir(folder, { recursive: true });
  for (const [part, data] of [["train", train] as const, ["t10k", test] as const]) {
    const images = thalweg.writeIdx({ ...data.inputs, shape: data.inputs.shape.slice(0, 3) });
    await writeFile(join(folder, `${part}-images-idx3-ubyte`), images);
    await writeFile(join(folder, `${part}-labels-idx1-ubyte`), labelsOf(data));
  }
};

/** A table of 40 houses, a text of 500 characters, and four pictures in two folders. */
export const writeSamples = async (folder: string): Promise<void> => {
  const places = ["town", "land", "sea"];
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${2 + (i % 5)},${places[i % 3]},${150 + 30 * (i % 5) + 40 * (i % 3)}`,
  );
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "houses.csv"), `rooms,place,price\n${rows.join("\n")}\n`);
  await writeFile(
    join(folder, "story.txt"),
    "The river finds the deepest line of its valley. ".repeat(11).slice(0, 500),
  );
  for (const [index, name] of ["cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"].entries()) {
    const path = join(folder, "pets", name);
    await mkdir(dirname(path), { recursive: true });
    const values = Uint8Array.from({ length: 12 * 10 }, (_, pixel) => (pixel * (index + 1)) % 256);
    await writeFile(path, writePng({ width: 12, height: 10, channels: 1, values }));
  }
};

/** An example as a module of its own for the type checker: with the library's names and those of the scope. */
export const moduleOf = ({ source, room }: { source: string; room: string }, scope: object): string => {
  const taken = Object.keys(scope);
  const own = room === "tensor" ? Object.keys(tensors) : [];
  const others = Object.keys(thalweg).filter((name) => !own.includes(name) && !taken.includes(name));
  return [
    `import { ${others.join(", ")} } from "thalweg";`,
    own.length > 0 ? `import { ${own.join(", ")} } from "thalweg/tensor";` : "",
    `import type { examplesScope } from ${JSON.stringify(fileURLToPath(import.meta.url))};`,
    `declare const { ${taken.join(", ")} }: Awaited<ReturnType<typeof examplesScope>>;`,
    "export const example = async () => {",
    source,
    "};",
  ].join("\n");
};
