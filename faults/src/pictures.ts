/** One picture a finding: the run with the fault, the run after the fix, and where the finding was first made. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Callback, type FindingId, findingsOf, type History, watching } from "thalweg";
import type { Figure, Place } from "../../packages/cli/src/pictures/figure.ts";
import { svgOf } from "../../packages/cli/src/pictures/svg-picture.ts";
import { type CaseName, plansOf } from "./case.ts";
import type { Fault } from "./fault.ts";
import { startDevice } from "./run-case.ts";
import { fitPlan, type RunPlan, trainerFor } from "./run-plan.ts";

const folder = fileURLToPath(new URL("../../docs/findings/pictures/", import.meta.url));

/** A run as a picture shows it. */
export interface Course {
  /** Loss at each update, from 1. */
  readonly losses: readonly number[];
  /** After each epoch, at its last update. */
  readonly validation: readonly Place[];
  /** The update at which the finding was first made. */
  readonly found?: number;
}

/** Trains with a look at every probe, and notes when `id` is found. */
export const courseOf = async (plan: RunPlan, id?: FindingId): Promise<Course> => {
  const seen = watching();
  const losses: number[] = [];
  let found: number | undefined;
  const look = (step: number): void => {
    const observations = seen.observations();
    if (found !== undefined || id === undefined || !observations) return;
    if (findingsOf(observations).some((finding) => finding.id === id)) found = step;
  };
  const looking: Callback = {
    onStepEnd: ({ step, loss, probe, skipped }) => {
      losses.push(loss);
      if (probe || skipped !== undefined) look(step);
    },
    onEpochEnd: ({ step }) => look(step),
    onTrainEnd: (history) => look(history.at(-1)?.step ?? 0),
  };
  const { epochs } = await fitPlan(trainerFor(plan), plan, [seen, looking]);
  return { losses, validation: validationOf(epochs, losses.length), ...(found !== undefined && { found }) };
};

/** Over batches, as the losses are: several of them may make an update. */
const validationOf = (epochs: History["epochs"], batches: number): readonly Place[] => {
  const last = epochs.at(-1)?.step ?? 1;
  return epochs.flatMap(({ step, validation }): Place[] =>
    validation ? [[Math.max(1, Math.round((step * batches) / Math.max(last, 1))), validation.loss]] : [],
  );
};

/** A smooth course: the mean over about a twentieth of the run; of ratios, where those are drawn. */
const smoothed = (losses: readonly number[], log: boolean): readonly Place[] => {
  const width = Math.max(1, Math.round(losses.length / 20));
  return losses.map((_, index) => {
    const near = losses.slice(Math.max(0, index + 1 - width), index + 1);
    return [index + 1, log ? Math.exp(meanOf(near.map(Math.log))) : meanOf(near)];
  });
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Ratios of losses tell more than differences once they span this much. */
const spanOfLog = 8;

const isLog = (courses: readonly Course[]): boolean => {
  const values = courses.flatMap(({ losses }) => losses);
  if (values.some((loss) => loss <= 0)) return false;
  const smooth = courses
    .flatMap(({ losses }) => smoothed(losses, true).map(([, loss]) => loss))
    .filter(Number.isFinite);
  return Math.max(...smooth) / Math.min(...smooth) > spanOfLog;
};

/** Loss on other data is worth a curve once it departs from that on training data by so much. */
const tellingRatio = 1.5;

const isValidationTelling = ({ losses, validation }: Course): boolean => {
  const last = validation.at(-1)?.[1] ?? 0;
  return validation.length > 1 && last > tellingRatio * meanOf(losses.slice(-Math.ceil(losses.length / 20)));
};

export const figureOf = (fault: Fault, problem: string, failing: Course, mended: Course): Figure => {
  const log = isLog([failing, mended]);
  return {
    kind: "line",
    title: `${fault.id}: ${problem} with the fault, and after the fix`,
    x: { label: "batch" },
    y: { label: "loss", log },
    series: [
      { name: "fault", points: smoothed(failing.losses, log) },
      { name: "fixed", points: smoothed(mended.losses, log) },
      ...(isValidationTelling(failing)
        ? [
            { name: "fault, validation", points: failing.validation, dashed: true },
            { name: "fixed, validation", points: mended.validation, dashed: true },
          ]
        : []),
    ],
    ...(failing.found !== undefined && { marks: [{ x: failing.found, text: "found" }] }),
  };
};

/** The case a picture shows: the first problem of the report, its first seed. */
export const picturedCase = (fault: Fault): CaseName => ({
  rule: fault.id,
  problem: fault.pictured?.problem.name ?? fault.problems[0].name,
  seed: fault.pictured?.seed ?? 0,
});

export const drawPictures = async (faults: readonly Fault[]): Promise<readonly string[]> => {
  startDevice();
  mkdirSync(folder, { recursive: true });
  const drawn: string[] = [];
  for (const fault of faults) {
    const name = picturedCase(fault);
    const { planted, mended } = plansOf(name);
    const failing = await courseOf(planted, fault.id);
    const fixed = await courseOf(mended());
    writeFileSync(`${folder}${fault.id}.svg`, svgOf(figureOf(fault, name.problem, failing, fixed)));
    drawn.push(
      `${fault.id}.svg: ${name.problem}, ${failing.found === undefined ? "not found" : `found at ${failing.found}`}`,
    );
  }
  return drawn;
};
