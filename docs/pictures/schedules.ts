/** Draws `schedules.svg`: every schedule of the registry, with the options of its example. `npm run pictures`. */
import { writeFileSync } from "node:fs";
import { scheduleFromSpec, schedules } from "thalweg/schedules";
import { stepAxis } from "../../packages/cli/src/pictures/axis.ts";
import { chartElements } from "../../packages/cli/src/pictures/chart.ts";
import { axesOf, pointsOf } from "../../packages/cli/src/pictures/schedule-picture.ts";
import { type Frame, picture, text } from "../../packages/cli/src/pictures/svg.ts";
import { courseOf, usualSteps } from "../../packages/cli/src/run/course.ts";

const columns = 4;
const cell = { width: 240, height: 190 };
const frame = { left: 62, top: 52, width: 150, height: 84 };

const shapes = Object.values(schedules);

const elements = shapes.flatMap(({ kind, example }, index) => {
  const schedule = scheduleFromSpec({ kind, ...example.options });
  const course = courseOf(schedule, usualSteps(schedule.spec));
  const [column, row] = [index % columns, Math.floor(index / columns)];
  const inside: Frame = {
    ...frame,
    left: column * cell.width + frame.left,
    top: row * cell.height + frame.top,
  };
  const curve = { name: "", colour: 1, points: pointsOf(course, 100) } as const;
  const axes = { x: stepAxis(course.steps, 2), y: axesOf(course, false).y };
  return [
    text(inside.left, inside.top - 22, kind, "title"),
    ...chartElements({ unit: "", steps: "step", curves: [curve], ...axes }, inside),
  ];
});

const rows = Math.ceil(shapes.length / columns);
const size = [columns * cell.width, rows * cell.height + 10] as const;
const svg = picture(...size, "Every schedule over its steps", elements);
writeFileSync(new URL("schedules.svg", import.meta.url), svg);
console.log(`schedules.svg: ${(svg.length / 1024).toFixed(1)} KiB`);
