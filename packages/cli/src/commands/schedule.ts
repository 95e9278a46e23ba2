import { Command, Option } from "commander";
import { writeFileAtomic } from "thalweg/platform";
import { type Shape, schedules } from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";
import { kebabCase, shapeNamed } from "../options/names.ts";
import { writeSchedule } from "../options/notation.ts";
import { count } from "../options/numbers.ts";
import { exampleOf, optionsFor, scheduleFrom } from "../options/schedule-options.ts";
import { axesOf, courseText, pointsOf, schedulePicture } from "../pictures/schedule-picture.ts";
import { terminalChart } from "../report/terminal-chart.ts";
import { wrapped } from "../report/wrapped.ts";
import { type Course, courseOf, usualSteps } from "../run/course.ts";
import { checkFile } from "../run/run-folder.ts";
import type { Surroundings } from "../surroundings.ts";

const description = `Draws a schedule, in the terminal and as SVG.

A schedule within a schedule is written as kind:option=value,option=value, such as \
cosine:peak=1e-3,total=900, with parentheses around one within another. Pieces are separated by semicolons, \
all but the last with the step until which they go: "0.1 until 100; cosine:peak=0.1,total=900". \
JSON, as \`schedule.spec\` has it, is read as well.`;

/** Rows of the chart, and its greatest width. */
const size = { rows: 12, columns: 100 };

/** Values that \`--json\` lists at most. */
const mostValues = 10_000;

interface DrawOptions {
  readonly steps?: number;
  readonly svg?: string;
  readonly log?: boolean;
  readonly json?: boolean;
}

/** Options that all schedules have when drawn. */
export const drawOptions = (): readonly Option[] => [
  new Option("--steps <n>", "the last step drawn (default: until it is over, or repeats itself)").argParser(count),
  new Option("--svg <file>", "write the drawing there, for light and dark pages"),
  new Option("--log", "a logarithmic scale"),
  new Option("--json", "one line of JSON with the values"),
];

const facts = (shape: Shape, course: Course, svg: string | undefined) => {
  const stride = Math.ceil(course.values.length / mostValues);
  const { steps, every, first, last, highest, lowest, values } = course;
  return {
    schedule: shape.kind,
    formula: shape.formula,
    steps,
    first,
    last,
    highest,
    lowest,
    every: every * stride,
    values: Array.from(values.filter((_, index) => index % stride === 0)),
    ...(svg === undefined ? {} : { svg }),
  };
};

const draw = async (shape: Shape, given: DrawOptions & Record<string, unknown>, { out, err }: Surroundings) => {
  const { svg, log = false, json = false } = given;
  const schedule = scheduleFrom(shape, given);
  await checkFile("--svg", svg);
  const course = courseOf(schedule, given.steps ?? usualSteps(schedule.spec));
  const options = writeSchedule(schedule.spec);
  if (!json) {
    const columns = Math.min(out.columns ?? 80, size.columns);
    const points = pointsOf(course, 2 * columns);
    const chart = terminalChart(points, axesOf(course, log), { ...size, columns });
    const about = [`${kebabCase(shape.kind)}: ${shape.summary}`, shape.formula, options];
    const text = about.map((line) => wrapped(line, columns, 2));
    out.write(`${[...text, "", ...chart, "", courseText(course)].join("\n")}\n`);
  }
  if (svg !== undefined) {
    await writeFileAtomic(svg, new TextEncoder().encode(schedulePicture(shape, options, course, log)));
    (json ? err : out).write(`drawn in ${svg}\n`);
  }
  if (json) out.write(`${JSON.stringify({ ...facts(shape, course, svg), spec: schedule.spec })}\n`);
};

/** `thalweg schedule warmup-cosine …` */
const shapeCommand = (shape: Shape, surroundings: Surroundings): Command => {
  const command = new Command(kebabCase(shape.kind))
    .summary(shape.summary)
    .description(`${shape.summary}: ${shape.formula}\n${shape.source}`)
    .addHelpText("after", `\nExample:\n  $ ${exampleOf(shape).command}`);
  if (kebabCase(shape.kind) !== shape.kind) command.alias(shape.kind);
  // The alias is the name in code: understood, but not worth a place in the help.
  command.configureHelp({ commandUsage: (shown) => `thalweg schedule ${kebabCase(shape.kind)} ${shown.usage()}` });
  for (const option of [...optionsFor(shape), ...drawOptions()]) command.addOption(option);
  return command.action((options: DrawOptions & Record<string, unknown>) => draw(shape, options, surroundings));
};

/** `thalweg schedule <name>`, which draws any schedule of the registry. */
export const scheduleCommand = (surroundings: Surroundings): Command => {
  const command = new Command("schedule")
    .summary("draws a schedule, in the terminal and as SVG")
    .description(description)
    .usage("<name> [options]")
    .argument("[name]", "a schedule; thalweg schedules lists them")
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .allowUnknownOption()
    .allowExcessArguments()
    .action((name: string | undefined) => {
      if (name === undefined) throw wrongUsage("schedule: needs a name; thalweg schedules lists them");
      shapeNamed(name);
    });
  for (const shape of Object.values(schedules)) command.addCommand(shapeCommand(shape, surroundings));
  return command;
};
