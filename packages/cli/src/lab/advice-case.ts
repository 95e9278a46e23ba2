/** What is known of a user's case. */

export const taskNames = [
  "classification",
  "regression",
  "language",
  "tabular",
  "recommendation",
  "reinforcement",
  "generation",
] as const;
export type TaskName = (typeof taskNames)[number];

export const modelNames = ["linear", "mlp", "cnn", "rnn", "transformer"] as const;
export type ModelName = (typeof modelNames)[number];

export interface Case {
  readonly task: TaskName;
  readonly model: ModelName;
  /** Training examples; characters of texts. */
  readonly dataSize?: number;
  readonly batchSize?: number | "all";
  /** Whether most gradients are 0, as with rare words or items. */
  readonly sparse: boolean;
  /** Epochs that can be afforded. */
  readonly budget?: number;
  /** What goes wrong, in the user's words. */
  readonly symptom?: string;
  /** The user's data, for the command. */
  readonly file?: string;
  readonly target?: string;
}

/** What a task is usually done with. */
export const usualModels: Readonly<Record<TaskName, ModelName>> = {
  classification: "cnn",
  regression: "mlp",
  language: "transformer",
  tabular: "mlp",
  recommendation: "linear",
  reinforcement: "mlp",
  generation: "cnn",
};
