/** A data set as the four files of Fashion-MNIST. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Dataset, writeIdx } from "thalweg/data";

export const writeIdxFolder = async (
  folder: string,
  { train, test }: { readonly train: Dataset; readonly test: Dataset },
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const [prefix, part] of [
    ["train", train],
    ["t10k", test],
  ] as const) {
    const { values, shape } = part.inputs;
    const labels = { values: Uint8Array.from(part.targets.values), shape: part.targets.shape };
    await writeFile(join(folder, `${prefix}-images-idx3-ubyte`), writeIdx({ values, shape: shape.slice(0, 3) }));
    await writeFile(join(folder, `${prefix}-labels-idx1-ubyte`), writeIdx(labels));
  }
};
