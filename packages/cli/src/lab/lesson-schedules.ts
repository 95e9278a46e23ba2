import { surfaceNamed } from "thalweg/problems";
import { constant, exponential } from "thalweg/schedules";
import { scheduleOver } from "../run/schedule.ts";
import { showLoss } from "./compare-table.ts";
import type { Findings, Lesson } from "./lesson.ts";
import { compareSchedules, surfaceTrial } from "./schedules-compare.ts";

/** The largest rate of the lesson on rates that converges. */
const [peak, steps] = [1e-3, 5000];

const run = async (): Promise<Findings> => {
  const over = (name: string, highest = peak) => ({
    name: highest === peak ? name : `${name} from ${highest}`,
    schedule: scheduleOver(name, { peak: highest, steps }),
  });
  const { outcomes, table, sections } = await compareSchedules(
    [
      { name: "constant", schedule: constant(peak) },
      { name: "0.999ᵗ", schedule: exponential({ initial: peak, decay: 0.999 }) },
      over("cosine"),
      over("warmup-cosine"),
      over("cosine", 2e-3),
    ],
    surfaceTrial(surfaceNamed("rosenbrock"), steps),
  );
  const [same, fast, cosine, warmed, higher] = outcomes.map(({ finalLoss }) => finalLoss);
  return {
    table,
    figures: sections.flatMap(({ figure }) => figure ?? []),
    sees: [
      `A bad schedule: 0.999ᵗ falls to 1 % of the rate in about 4,600 updates, while the loss still falls. It ends at ${showLoss(fast)}, where the constant rate reaches ${showLoss(same)}.`,
      `Even half a cosine (${showLoss(cosine)}) costs something here: this surface has no noise, so there is nothing that a falling rate could settle.`,
      `Decay allows a higher peak: cosine from 0.002 reaches ${showLoss(higher)}.`,
      "On networks noise makes decay worthwhile: always use a schedule beyond a few epochs, but one that comes down at the end of the run and not before.",
    ],
    numbers: { constant: same, "0.999^t": fast, cosine, "warmup-cosine": warmed, "cosine from 0.002": higher },
  };
};

export const schedulesLesson: Lesson = {
  name: "schedules",
  title: "Learning-rate schedules, and a bad one",
  about: [
    "A schedule moves the learning rate: warmup at the start, when gradients are largest; decay at the end, so that the weights settle.",
    "Gradient descent walks 5,000 updates on Rosenbrock's valley under five schedules.",
  ],
  run,
  command: "thalweg schedules --compare constant,cosine,warmup-cosine,exponential:decay=0.999 --peak 1e-3 --steps 5000",
  terms: ["learning-rate schedule", "learning-rate decay", "bad schedule", "warmup schedule", "cosine schedule"],
};
