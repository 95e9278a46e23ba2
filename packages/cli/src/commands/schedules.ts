import { Argument, Command, Option } from "commander";
import { type Shape, schedules } from "thalweg/schedules";
import { kebabCase, shapeNamed } from "../options/names.ts";
import { exampleOf } from "../options/schedule-options.ts";
import { columns, entryFields, lineWidth } from "../report/entry.ts";
import { wrapped } from "../report/wrapped.ts";
import type { Surroundings } from "../surroundings.ts";

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

/** `thalweg schedules [name]` */
export const schedulesCommand = ({ out }: Surroundings): Command =>
  new Command("schedules")
    .summary("lists the schedules, or tells all of one")
    .description("Lists the schedules, or tells all of one: its formula, options, and where it comes from.")
    .addArgument(new Argument("[name]", "a schedule, such as warmup-cosine"))
    .addOption(new Option("--json", "one line of JSON"))
    .action((name: string | undefined, { json = false }: { json?: boolean }) => {
      const shapes = name === undefined ? Object.values(schedules) : [shapeNamed(name)];
      if (json) {
        const told = name === undefined ? { schedules: shapes.map(facts) } : facts(shapes[0]);
        out.write(`${JSON.stringify(told)}\n`);
        return;
      }
      const width = lineWidth(out);
      out.write(`${(name === undefined ? list(shapes, width) : entry(shapes[0], width)).join("\n")}\n`);
    });
