import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A Python that can import tensorboard, for tests only. */
export const python = process.env.THALWEG_PYTHON_TENSORBOARD;

/** What a skipped test says. */
export const reason =
  python === undefined ? " (skipped: THALWEG_PYTHON_TENSORBOARD names no Python that has TensorBoard)" : "";

type Points<T> = Readonly<Record<string, readonly (readonly [step: number, value: T])[]>>;

/** A run as TensorBoard reads it; numbers that are not finite are the texts that Python makes of them. */
export interface ReadRun {
  readonly scalars: Points<number | string>;
  /** Left end, right end and count of each bucket. */
  readonly histograms: Points<readonly (readonly [number, number, number])[]>;
  readonly text: Points<string>;
  readonly charts: Readonly<Record<string, readonly string[]>>;
  readonly hyperparameters: null | {
    readonly names: readonly string[];
    readonly results: readonly string[];
    readonly settings: Readonly<Record<string, number | string | boolean>>;
    readonly status: number | null;
  };
}

const script = fileURLToPath(new URL("read_tensorboard.py", import.meta.url));

/** Reads folders with real TensorBoard. */
export const readWithTensorboard = async (folders: readonly string[]): Promise<ReadRun[]> => {
  if (python === undefined) throw new Error(reason);
  const { stdout } = await promisify(execFile)(python, [script, ...folders], { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout);
};
