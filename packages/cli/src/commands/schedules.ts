import { Argument, Command, Option } from "commander";
import { surfaceNamed, surfaces } from "thalweg/problems";
import { type Shape, schedules } from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";
import { compareSchedules, networkTrial, surfaceTrial } from "../lab/schedules-compare.ts";
import { choice } from "../options/choice.ts";
import { namedSchedules } from "../options/named-schedules.ts";
import { kebabCase, shapeNamed } from "../options/names.ts";
import { count, positive } from "../options/numbers.ts";
import { exampleOf } from "../options/schedule-options.ts";
import { typedLine } from "../options/typed-line.ts";
import { terminalOf } from "../pictures/terminal-picture.ts";
import { checkPictures, type PictureOptions, pictureOptions, writePictures } from "../pictures/write-pictures.ts";
import { columns, entryFields, lineWidth } from "../report/entry.ts";
import { tableLines } from "../report/table.ts";
import { wrapped } from "../report/wrapped.ts";
import type { Surroundings } from "../surroundings.ts";
import { option } from "./train-options.ts";

/** What is told of a schedule, as JSON. */
const facts = ({ kind, summary, formula, source, required, defaults, options }: Shape) => ({
  name: kind,
  command: kebabCase(kind),
  summary,
  formula,
  source,
  options: Object.fromEntries(
    Object.entries(options).map(([option, { says }]) => [
      option,
      { ...(required.includes(option) ? { required: true } : { default: defaults[option] }), says },
    ]),
  ),
});

const hints: readonly string[] = [
  "One in full: thalweg schedules cosine; drawn: thalweg schedule cosine --peak 1e-3 --total 1000",
  "Several, tried out: thalweg schedules --compare constant,cosine,exponential:decay=0.999",
  "A rate that falls when a metric no longer improves is a callback: reduceOnPlateau()",
];

const list = (shapes: readonly Shape[], width: number): readonly string[] => [
  ...columns(
    shapes.map(({ kind, summary }) => [kebabCase(kind), summary]),
    width,
  ),
  "",
  ...hints.map((hint) => wrapped(hint, width, 0)),
];

const entry = (shape: Shape, width: number): readonly string[] => {
  const { kind, summary, formula, source, required, defaults, options } = shape;
  const example = exampleOf(shape);
  return [
    wrapped(`${kebabCase(kind)}: ${summary}`, width, 0),
    "",
    ...entryFields(
      [
        ["value at step t", formula],
        ["source", source],
        ["in code", kind],
      ],
      width,
    ),
    "",
    "options, with what they are unless given",
    ...columns(
      Object.entries(options).map(([option, { says }]) => [
        option,
        required.includes(option) ? "required" : defaults[option] === null ? "" : JSON.stringify(defaults[option]),
        says,
      ]),
      width,
    ),
    "",
    ...entryFields(
      [
        ["program", example.code],
        ["command", example.command],
      ],
      width,
    ),
  ];
};

/** What schedules are compared on that is no surface. */
const network = "garments";

const plane = Object.values(surfaces).flatMap(({ name, dimensions }) =>
  dimensions === 2 || dimensions === "any" ? [name] : [],
);

/** Rates and updates that suit the problem. */
const usualRun = { surface: { peak: 1e-3, steps: 5000 }, network: { peak: 0.1, steps: 200 } };

interface SchedulesOptions extends PictureOptions {
  readonly compare?: string;
  readonly on?: string;
  readonly peak?: number;
  readonly steps?: number;
  readonly json?: boolean;
}

const compareOptions = (): readonly Option[] => [
  new Option(
    "--compare <schedules>",
    "draw several in one picture and train with each: constant,cosine,exponential:decay=0.999",
  ),
  option(
    "--on <problem>",
    `what to train: a surface, or ${network} (a small network)`,
    choice("problem", [...plane, network]),
  ),
  option(
    "--peak <rate>",
    "highest rate of those whose own is left out (default: 0.001, or 0.1 on a network)",
    positive,
  ),
  option("--steps <n>", "updates of each (default: 5000, or 200 on a network)", count),
];

const compare = async (
  text: string,
  { on = "rosenbrock", json = false, peak, steps, ...pictures }: SchedulesOptions,
  command: Command,
  surroundings: Surroundings,
): Promise<void> => {
  const usual = on === network ? usualRun.network : usualRun.surface;
  const run = { peak: peak ?? usual.peak, steps: steps ?? usual.steps };
  const named = namedSchedules(text, run);
  await checkPictures(pictures);
  const trial = on === network ? networkTrial(run.steps) : surfaceTrial(surfaceNamed(on), run.steps);
  const { outcomes, table, sections } = await compareSchedules(named, trial);
  const { out, err } = surroundings;
  const width = lineWidth(out);
  const charts = sections.flatMap(({ figure }) =>
    figure ? [...terminalOf(figure, { columns: width, rows: 12 }), ""] : [],
  );
  (json ? err : out).write(`${[...charts, ...tableLines(table.head, table.rows)].join("\n")}\n`);
  const about = `Each is the learning rate of ${trial.text}, for ${run.steps.toLocaleString("en-US")} updates.`;
  const report = { title: "Schedules compared", command: typedLine(command), about, sections };
  await writePictures(pictures, report, surroundings);
  if (!json) return;
  const told = outcomes.map(({ name, schedule, first, highest, last, finalLoss, divergedAt = null }) => {
    const loss = Number.isFinite(finalLoss) ? finalLoss : null;
    return { name, spec: schedule.spec, first, highest, last, finalLoss: loss, divergedAt };
  });
  out.write(`${JSON.stringify({ on, steps: run.steps, schedules: told })}\n`);
};

/** Refuses what means something only with `--compare`. */
const checkAlone = (options: SchedulesOptions): void => {
  const first = Object.keys(options).find((name) => name !== "json");
  if (first !== undefined) throw wrongUsage(`--${first}: goes with --compare; thalweg schedule draws a single one`);
};

/** `thalweg schedules [name]` */
export const schedulesCommand = (surroundings: Surroundings): Command => {
  const { out } = surroundings;
  const command = new Command("schedules")
    .summary("lists the schedules, tells all of one, or compares some")
    .description(
      "Lists the schedules, or tells all of one: its formula, options, and where it comes from. With --compare it trains with each of several.",
    )
    .addArgument(new Argument("[name]", "a schedule, such as warmup-cosine"))
    .addOption(new Option("--json", "one line of JSON"));
  for (const each of [...compareOptions(), ...pictureOptions()]) command.addOption(each);
  return command.action(async (name: string | undefined, options: SchedulesOptions) => {
    if (options.compare !== undefined) {
      if (name !== undefined) throw wrongUsage(`--compare: names all schedules itself; leave out ${name}`);
      return compare(options.compare, options, command, surroundings);
    }
    checkAlone(options);
    const shapes = name === undefined ? Object.values(schedules) : [shapeNamed(name)];
    if (options.json) {
      const told = name === undefined ? { schedules: shapes.map(facts) } : facts(shapes[0]);
      out.write(`${JSON.stringify(told)}\n`);
      return;
    }
    const width = lineWidth(out);
    out.write(`${(name === undefined ? list(shapes, width) : entry(shapes[0], width)).join("\n")}\n`);
  });
};
