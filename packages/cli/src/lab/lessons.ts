import { suggestion } from "thalweg/errors";
import { wrongUsage } from "../command-error.ts";
import type { Lesson } from "./lesson.ts";
import { batchNormLesson } from "./lesson-batch-norm.ts";
import { batchSizeLesson } from "./lesson-batch-size.ts";
import { biasCorrectionLesson } from "./lesson-bias-correction.ts";
import { clippingLesson } from "./lesson-clipping.ts";
import { earlyStoppingLesson } from "./lesson-early-stopping.ts";
import { flatMinimaLesson } from "./lesson-flat-minima.ts";
import { initializationLesson } from "./lesson-initialization.ts";
import { learningRateLesson } from "./lesson-learning-rate.ts";
import { momentumLesson } from "./lesson-momentum.ts";
import { movingAverageLesson } from "./lesson-moving-average.ts";
import { normalizationLesson } from "./lesson-normalization.ts";
import { ravineLesson } from "./lesson-ravine.ts";
import { saddleLesson } from "./lesson-saddle.ts";
import { schedulesLesson } from "./lesson-schedules.ts";
import { weightDecayLesson } from "./lesson-weight-decay.ts";

/** In the order of a course: each takes for granted what those before it say. */
export const lessons: readonly Lesson[] = [
  learningRateLesson,
  ravineLesson,
  movingAverageLesson,
  momentumLesson,
  biasCorrectionLesson,
  saddleLesson,
  batchSizeLesson,
  schedulesLesson,
  normalizationLesson,
  initializationLesson,
  batchNormLesson,
  clippingLesson,
  weightDecayLesson,
  earlyStoppingLesson,
  flatMinimaLesson,
];

/** The lesson called `name`. */
export const lessonNamed = (name: string): Lesson => {
  const found = lessons.find((lesson) => lesson.name === name);
  if (found) return found;
  throw wrongUsage(
    `there is no lesson ${name}${suggestion(
      name,
      lessons.map((lesson) => lesson.name),
    )}`,
  );
};
