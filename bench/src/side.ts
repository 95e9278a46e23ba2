import type { Task } from "./task.ts";

/** Work that can be repeated: `run` does it once more and ends when it is done. */
export interface Work {
  run(): Promise<void> | void;
  /** A number that what was done so far decides, by which sides are compared. */
  result(): Promise<number> | number;
}

/** Why a side has no such work. */
export interface Unable {
  readonly unable: string;
}

/** What a side says of itself. */
export interface About {
  readonly name: string;
  readonly version: string;
  readonly threads: number;
  /** The system's BLAS that its products go to. */
  readonly blas?: string;
}

/** A library under measurement. */
export interface Side {
  readonly about: About;
  prepare(task: Task): Promise<Work | Unable>;
}
