import type { PlanMemory } from "thalweg/devices";

/** How much one piece of work is, in its unit: a rate is that by the second. */
export interface Amount {
  readonly unit: "GFLOP" | "GB" | "examples";
  readonly value: number;
}

/** Bytes that a step takes on the device, by what they are for. */
export interface StepBytes extends Omit<PlanMemory, "kept"> {
  readonly weights: number;
  /** What the optimizer keeps beside the weights. */
  readonly optimizer: number;
  /** 0 where they are temporaries. */
  readonly gradients: number;
}

/** Work that is ready to be done again and again. */
export interface Prepared {
  readonly run: () => Promise<void>;
  /** Pieces of work that one call of `run` does; 1 unless said. */
  readonly pieces?: number;
  readonly amount?: Amount;
  /** Of steps. To be asked afterwards: a model that was planned once is compiled faster. */
  readonly bytes?: () => StepBytes;
}

/** Something to measure. */
export interface Workload {
  /** What `--only` takes. */
  readonly name: string;
  readonly title: string;
  /** Whether it is a step whose memory can be told. */
  readonly isStep: boolean;
  /** Whether what its first call takes longer is the compilation of a model. */
  readonly compiles: boolean;
  /** Whether more threads are of no use to it. */
  readonly onOneThread: boolean;
  /** `blas` is what the device was started with. */
  readonly prepare: (blas: string) => Promise<Prepared>;
}
