import type { Missing } from "thalweg/data";
import type { PerceptronName } from "../run/perceptron.ts";
import { type LearningSettings, usual } from "../run/settings.ts";

export const taskNames = ["regression", "classification"] as const;
export type TaskName = (typeof taskNames)[number];

export const missingNames = ["error", "mean", "median", "drop"] as const satisfies readonly Missing[];
export type MissingName = (typeof missingNames)[number];

/** What a run on a table depends on. */
export interface TableSettings extends LearningSettings {
  readonly file: string;
  /** The column to be told from the others. */
  readonly target: string;
  /** Found from the target unless given. */
  readonly task?: TaskName;
  /** Columns to tell it from; all others that are not text unless given. */
  readonly features?: readonly string[];
  readonly separator: string;
  readonly missing: MissingName;
  readonly testSplit: number;
  /** Part of the rows that are not for the test. */
  readonly validationSplit: number;
  readonly model: PerceptronName;
  readonly hidden: readonly number[];
}

/** What is taken for granted unless the user says otherwise. */
export const usualTable: Omit<TableSettings, "file" | "target"> = {
  ...usual,
  model: "mlp",
  hidden: [64, 64],
  separator: ",",
  missing: "error",
  testSplit: 0.2,
  validationSplit: 0.1,
  batchSize: 32,
  epochs: 50,
};
