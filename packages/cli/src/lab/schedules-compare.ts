/** Schedules side by side: their rates over a run, and what each does to the same problem in the same number of updates. */
import { rescale } from "thalweg/data";
import { dense, flatten, relu, sequential } from "thalweg/layers";
import { crossEntropy } from "thalweg/losses";
import { gradientDescent } from "thalweg/optimizers";
import type { Surface } from "thalweg/problems";
import type { Schedule } from "thalweg/schedules";
import { Trainer } from "thalweg/training";
import type { LineFigure, Place } from "../pictures/figure.ts";
import type { Section } from "../pictures/report-page.ts";
import { showRate } from "../report/numbers.ts";
import { showLoss, type Table } from "./compare-table.ts";
import { clothes } from "./lesson-networks.ts";
import { walk } from "./walk.ts";

/** A schedule by the name it was asked for. */
export interface NamedSchedule {
  readonly name: string;
  readonly schedule: Schedule;
}

/** What a schedule came to. */
export interface ScheduleResult {
  /** At the start and after each update, or by the mean of an epoch's updates. */
  readonly losses: readonly Place[];
  readonly finalLoss: number;
  /** The first update after which the loss is not finite. */
  readonly divergedAt?: number;
}

/** What schedules are tried on. */
export interface Trial {
  /** `gradient descent on Rosenbrock` */
  readonly text: string;
  readonly steps: number;
  readonly run: (schedule: Schedule) => ScheduleResult | Promise<ScheduleResult>;
}

export interface ScheduleOutcome extends NamedSchedule, ScheduleResult {
  readonly first: number;
  readonly highest: number;
  readonly last: number;
}

export interface ScheduleComparison {
  readonly outcomes: readonly ScheduleOutcome[];
  readonly table: Table;
  readonly sections: readonly Section[];
}

/** Points of a curve. */
const most = 500;

/** Evenly spaced updates from 0, at most so many that a picture shows them. */
const updatesShown = (steps: number): readonly number[] => {
  const every = Math.max(1, Math.ceil(steps / most));
  return Array.from({ length: Math.floor((steps - 1) / every) + 1 }, (_, index) => index * every);
};

export const surfaceTrial = (surface: Surface, steps: number): Trial => ({
  text: `gradient descent on ${surface.title}`,
  steps,
  run: (schedule) => {
    const start = surface.start(2);
    const { losses, finalLoss, divergedAt } = walk(surface, gradientDescent({ learningRate: schedule }), {
      start,
      steps,
    });
    const points = [...updatesShown(steps), steps].map((update): Place => [update, losses[update] ?? Number.NaN]);
    return { losses: points, finalLoss, divergedAt };
  },
});

/** Examples of a batch of the small network. */
const batchSize = 50;

/** A perceptron that learns 500 drawn garments. */
export const networkTrial = (steps: number): Trial => ({
  text: "gradient descent on a network of 32 hidden units and 500 drawn garments",
  steps,
  run: async (schedule) => {
    const data = rescale(clothes());
    const model = sequential([flatten(), dense(32), relu(), dense(10)]);
    const optimizer = gradientDescent({ learningRate: schedule });
    const trainer = new Trainer({ model, loss: crossEntropy(), optimizer, seed: 0 });
    const epochs = Math.max(1, Math.round(steps / (data.inputs.shape[0] / batchSize)));
    const history = await trainer.fit(data, { epochs, batchSize });
    const losses = history.epochs.map(({ step, loss }): Place => [step, loss]);
    const { loss } = await trainer.evaluate(data);
    return { losses, finalLoss: loss };
  },
});

const outcomeOf = async ({ name, schedule }: NamedSchedule, { steps, run }: Trial): Promise<ScheduleOutcome> => {
  const rates = Float64Array.from({ length: steps }, (_, step) => schedule(step));
  const highest = rates.reduce((a, b) => Math.max(a, b));
  return { name, schedule, first: rates[0], highest, last: rates[steps - 1], ...(await run(schedule)) };
};

/** Each schedule as the learning rate of gradient descent, for the same number of updates. */
export const compareSchedules = async (named: readonly NamedSchedule[], trial: Trial): Promise<ScheduleComparison> => {
  const { text, steps } = trial;
  const outcomes: ScheduleOutcome[] = [];
  for (const each of named) outcomes.push(await outcomeOf(each, trial));
  const table: Table = {
    head: ["schedule", "first rate", "highest", "last", `loss after ${steps.toLocaleString("en-US")} updates`],
    rows: outcomes.map(({ name, first, highest, last, finalLoss, divergedAt }) => [
      name,
      showRate(first),
      showRate(highest),
      showRate(last),
      divergedAt === undefined ? showLoss(finalLoss) : `diverged at update ${divergedAt}`,
    ]),
  };
  const rates: LineFigure = {
    kind: "line",
    title: "Learning rates",
    x: { label: "update" },
    y: { label: "learning rate" },
    series: outcomes.map(({ name, schedule }) => ({
      name,
      points: updatesShown(steps).map((update): Place => [update, schedule(update)]),
    })),
  };
  const losses: LineFigure = {
    kind: "line",
    title: `Loss of ${text}`,
    x: { label: "update" },
    y: { label: "loss", log: true },
    series: outcomes.map((outcome) => ({ name: outcome.name, points: outcome.losses })),
  };
  return {
    outcomes,
    table,
    sections: [
      { heading: "Learning rates", figure: rates },
      { heading: "What they do", figure: losses, table },
    ],
  };
};
