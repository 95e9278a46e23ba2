import { type LearningSettings, usual } from "../run/settings.ts";

export const textModelNames = ["transformer", "lstm", "gru"] as const;
export type TextModelName = (typeof textModelNames)[number];

/** What a run on texts depends on. */
export interface TextSettings extends LearningSettings {
  /** Files and folders, in this order. */
  readonly file: readonly string[];
  /** Share of the text held out, its end. */
  readonly validationSplit: number;
  readonly model: TextModelName;
  /** Features of a character within the model. */
  readonly width: number;
  readonly layers: number;
  /** Of attention. */
  readonly heads: number;
  /** Characters that the model sees at once. */
  readonly context: number;
  readonly dropout: number;
  /** What samples begin with. */
  readonly prompt?: string;
  readonly temperature: number;
  /** Characters of a sample. */
  readonly length: number;
  /** Updates between two samples. */
  readonly sampleEvery: number;
}

/** What is taken for granted unless the user says otherwise. */
export const usualText: Omit<TextSettings, "file"> = {
  ...usual,
  model: "transformer",
  width: 128,
  layers: 2,
  heads: 4,
  context: 64,
  dropout: 0,
  validationSplit: 0.1,
  optimizer: "adamw",
  clip: 1,
  schedule: "warmup-cosine",
  batchSize: 32,
  temperature: 0.8,
  length: 200,
  sampleEvery: 200,
};

/** The rate of `adamw` for models of this size; other optimizers have their own. */
const adamWRate = 2e-3;

/** Settings with what depends on others; `hasSchedule` where the user has said which. */
export const completed = (settings: TextSettings, hasSchedule: boolean): TextSettings => {
  const givesRate = "learningRate" in settings.set;
  const { learningRate = settings.optimizer === "adamw" && !givesRate ? adamWRate : undefined } = settings;
  return { ...settings, learningRate, schedule: givesRate && !hasSchedule ? usual.schedule : settings.schedule };
};
