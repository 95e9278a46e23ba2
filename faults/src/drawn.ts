import { type Dataset, dataset, exampleCount, Generator, select } from "thalweg";

/** One example: its inputs, and its class or its numbers. */
export interface Example {
  readonly input: readonly number[];
  readonly target: number | readonly number[];
}

/** Examples drawn one after the other; classes are whole numbers, everything else is given as lists. */
export const drawn = (
  name: string,
  count: number,
  seed: number,
  draw: (random: Generator, index: number) => Example,
): Dataset => {
  const random = new Generator(seed, "faults", name);
  const examples = Array.from({ length: count }, (_, index) => draw(random, index));
  const width = examples[0].input.length;
  const inputs = { values: Float32Array.from(examples.flatMap(({ input }) => input)), shape: [count, width] };
  if (typeof examples[0].target === "number") {
    const labels = Int32Array.from(examples, ({ target }) => Number(target));
    return dataset({ name, inputs, targets: labels });
  }
  const targets = Float32Array.from(examples.flatMap(({ target }) => target));
  return dataset({ name, inputs, targets: { values: targets, shape: [count, targets.length / count] } });
};

/** The first `train` examples to learn from and the rest to validate on: they were drawn in no order. */
export const divided = (data: Dataset, train: number): { readonly train: Dataset; readonly validation: Dataset } => {
  const place = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, index) => from + index);
  return { train: select(data, place(0, train)), validation: select(data, place(train, exampleCount(data))) };
};
