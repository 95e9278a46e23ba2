import { type Batch, dataset } from "thalweg/data";
import { expect, it } from "vitest";
import { firstBatches } from "./first-batches.ts";

const values = [1, 2, 3, 4, 5];
const data = dataset({ inputs: values.map((value) => [value]), targets: values });
const request = { seed: 0, batchSize: 2, shuffle: false, remainder: "keep" } as const;

it("gives whole epochs, and a part of the last", async () => {
  const source = firstBatches(data, 5, 3);
  const inputsOf = async (epoch: number): Promise<number[][]> => {
    const batches: Batch[] = [];
    const given = source({ ...request, epoch });
    for await (const batch of given) batches.push(batch);
    expect(given.length).toBe(batches.length);
    return batches.map(({ inputs }) => [...inputs.values]);
  };
  expect(await inputsOf(0)).toEqual([[1, 2], [3, 4], [5]]);
  expect(await inputsOf(1)).toEqual([
    [1, 2],
    [3, 4],
  ]);
});
