/** What advice is made of. */

/** Settings that can be typed and programmed. */
export interface Configuration {
  /** As on the command line. */
  readonly optimizer: string;
  readonly learningRate: number;
  readonly momentum?: number;
  /** Further options of the optimizer. */
  readonly set: Readonly<Record<string, number>>;
  readonly weightDecay: number;
  /** Norm that gradients are clipped at; 0 for no clipping. */
  readonly clip: number;
  readonly schedule: string;
  /** Part of the updates that warm up. */
  readonly warmup: number;
  readonly batchSize: number | "all";
  /** Batches of one update. */
  readonly accumulate: number;
  readonly epochs: number;
  readonly patience: number;
  readonly normalization: string;
  readonly initialization: string;
}

export type Knob = keyof Configuration;

/** Why a setting is as it is, and who says so. */
export interface Reason {
  readonly why: string;
  readonly source: string;
}

/** Some settings with one reason for all of them. */
export interface Choice extends Reason {
  readonly settings: Partial<Configuration>;
}

/** A setting that belongs to the advice, for people. */
export interface Answer extends Reason {
  readonly what: string;
  readonly value: string;
}
