import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Arrays, Named, Spec, Task } from "./task.ts";

/** An array of a task in a file of raw little-endian numbers. */
export interface ArrayFile {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly path: string;
}

export type ArrayFiles = Readonly<Record<string, ArrayFile>>;

/** A task whose arrays are in files. */
export interface WrittenTask {
  readonly spec: Spec;
  readonly weights: ArrayFiles;
  readonly data: ArrayFiles;
}

/** Writes a task's arrays into a folder; `name` tells its files from those of other tasks. */
export const writeTask = async (folder: string, name: string, { spec, ...arrays }: Task): Promise<WrittenTask> => ({
  spec,
  weights: await writeArrays(join(folder, `${name}-weights`), arrays.weights),
  data: await writeArrays(join(folder, `${name}-data`), arrays.data),
});

const writeArrays = async (stem: string, arrays: Arrays): Promise<ArrayFiles> => {
  const written = Object.entries(arrays).map(async ([name, { shape, values }], index) => {
    const path = `${stem}-${index}`;
    await writeFile(path, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return [name, { shape, dtype: values instanceof Int32Array ? "int32" : "float32", path }] as const;
  });
  return Object.fromEntries(await Promise.all(written));
};

export const readTask = async ({ spec, ...files }: WrittenTask): Promise<Task> => ({
  spec,
  weights: await readArrays(files.weights),
  data: await readArrays(files.data),
});

const readArrays = async (files: ArrayFiles): Promise<Arrays> => {
  const read = Object.entries(files).map(async ([name, file]) => [name, await readArray(file)] as const);
  return Object.fromEntries(await Promise.all(read));
};

const readArray = async ({ shape, dtype, path }: ArrayFile): Promise<Named> => {
  const { buffer } = Uint8Array.from(await readFile(path));
  return { shape, values: dtype === "int32" ? new Int32Array(buffer) : new Float32Array(buffer) };
};
