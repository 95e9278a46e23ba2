/** A problem that is learned in batches of different sizes, each time from the same weights. */
export interface Course {
  /** What is learned, in a line. */
  readonly text: string;
  readonly examples: number;
  /** The mean of ‖g_batch − g‖² over batches of so many examples, at the first weights. */
  readonly gradientVariance: (batchSize: number) => Promise<number>;
  /** `betweenEpochs` may end it by throwing. */
  readonly train: (batchSize: number, betweenEpochs: () => Promise<void>) => Promise<Learned>;
}

/** What came of learning. */
export interface Learned {
  /** Over all examples: before learning, and after every epoch. */
  readonly lossByEpoch: readonly number[];
  /** Time spent on updates until then. */
  readonly secondsByEpoch: readonly number[];
  /** The first update after which the loss is not finite. */
  readonly divergedAt?: number;
}

/** How it is learned. */
export interface CourseSettings {
  readonly examples: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly seed: number;
}
