import { setImmediate } from "node:timers/promises";
import { ThalwegError } from "thalweg/errors";
import { interrupted, wrongUsage } from "../command-error.ts";
import type { Section } from "../pictures/report-page.ts";
import type { Interruption } from "../surroundings.ts";
import type { Learned } from "./batches-course.ts";
import { logisticCourse } from "./batches-logistic.ts";
import { networkCourse } from "./batches-network.ts";
import { batchSections } from "./batches-sections.ts";

/** What can be learned, and how where nothing else is said. */
export const batchModels = {
  logistic: { make: logisticCourse, examples: 1024, epochs: 10, learningRate: 0.1 },
  mlp: { make: networkCourse, examples: 2000, epochs: 5, learningRate: 0.05 },
} as const;

export type BatchModel = keyof typeof batchModels;

export interface BatchSizeOptions {
  readonly model: BatchModel;
  readonly batchSizes: readonly (number | "all")[];
  readonly examples?: number;
  readonly epochs?: number;
  /** The same for every batch size. */
  readonly learningRate?: number;
  /** 0 unless given. */
  readonly seed?: number;
}

/** One batch size. */
export interface BatchSizeRow extends Learned {
  readonly batchSize: number;
  /** The mean of ‖g_batch − g‖² at the first weights. */
  readonly gradientVariance: number;
}

export interface BatchSizeComparison {
  /** What was learned, in a line. */
  readonly text: string;
  readonly rows: readonly BatchSizeRow[];
  readonly sections: readonly Section[];
}

const sizesOf = (batchSizes: readonly (number | "all")[], examples: number): readonly number[] => {
  const sizes = batchSizes.map((size) => (size === "all" ? examples : size));
  const over = sizes.find((size) => size > examples);
  if (over !== undefined) {
    throw wrongUsage(
      `--batch-sizes: a batch has at most ${examples} examples, those there are, got ${over}; name "all"`,
    );
  }
  const twice = sizes.find((size, index) => sizes.indexOf(size) !== index);
  if (twice !== undefined) throw wrongUsage(`--batch-sizes: ${twice} is there twice; name each size once`);
  if (sizes.length === 0) throw new ThalwegError("argument", "compareBatchSizes: batchSizes must not be empty");
  return sizes;
};

/**
 * Learns the same problem from the same weights at the same rate in batches of different sizes: how far their gradients
 * lie from the full one, and the loss by epoch and by second. `say` hears of every size before it is learned.
 */
export const compareBatchSizes = async (
  { model, batchSizes, seed = 0, ...given }: BatchSizeOptions,
  say: (line: string) => void = () => undefined,
  interruption?: Interruption,
): Promise<BatchSizeComparison> => {
  const { make, ...usual } = batchModels[model];
  const settings = {
    examples: given.examples ?? usual.examples,
    epochs: given.epochs ?? usual.epochs,
    learningRate: given.learningRate ?? usual.learningRate,
    seed,
  };
  const sizes = sizesOf(batchSizes, settings.examples);
  const course = make(settings);
  const betweenEpochs = async (): Promise<void> => {
    // Signals get their turn.
    await setImmediate();
    if (interruption?.requested) throw interrupted("stopped; nothing was written");
  };
  const rows: BatchSizeRow[] = [];
  for (const batchSize of sizes) {
    say(`batch size ${batchSize}`);
    const gradientVariance = await course.gradientVariance(batchSize);
    rows.push({ batchSize, gradientVariance, ...(await course.train(batchSize, betweenEpochs)) });
  }
  return { text: course.text, rows, sections: batchSections(course.text, rows, settings) };
};
