import { Argument, Command, Option } from "commander";
import type { Findings, Lesson } from "../lab/lesson.ts";
import { lessonNamed, lessons } from "../lab/lessons.ts";
import { typedLine } from "../options/typed-line.ts";
import { terminalOf } from "../pictures/terminal-picture.ts";
import { checkPictures, type PictureOptions, pictureOptions, writePictures } from "../pictures/write-pictures.ts";
import { columns, lineWidth } from "../report/entry.ts";
import { tableLines } from "../report/table.ts";
import { wrapped } from "../report/wrapped.ts";
import type { Surroundings } from "../surroundings.ts";

const list = (width: number): readonly string[] => [
  ...columns(
    lessons.map(({ name, title }, index) => [`${index + 1}`, name, title]),
    width,
  ),
  "",
  wrapped("They build on each other in this order. Begin with: thalweg lesson learning-rate", width, 0),
];

const nextAfter = (lesson: Lesson): Lesson | undefined => lessons[lessons.indexOf(lesson) + 1];

const told = (lesson: Lesson, { table, figures, sees }: Findings, width: number): readonly string[] => {
  const next = nextAfter(lesson);
  return [
    lesson.title,
    "",
    ...lesson.about.flatMap((paragraph) => [wrapped(paragraph, width, 0), ""]),
    ...tableLines(table.head, table.rows).map((line) => `  ${line}`),
    "",
    ...figures.slice(0, 1).flatMap((figure) => [...terminalOf(figure, { columns: width, rows: 14 }), ""]),
    "What to see",
    ...sees.map((sentence) => `  ${wrapped(sentence, width - 2, 2)}`),
    "",
    wrapped(`By yourself: ${lesson.command}`, width, 2),
    wrapped(`The words: thalweg explain ${lesson.terms.join(", ")}`, width, 2),
    ...(next === undefined ? [] : [`Next: thalweg lesson ${next.name} (${next.title})`]),
  ];
};

const run = async (
  lesson: Lesson,
  { json = false, ...pictures }: PictureOptions & { json?: boolean },
  command: Command,
  surroundings: Surroundings,
): Promise<void> => {
  await checkPictures(pictures);
  const findings = await lesson.run();
  const { out, err } = surroundings;
  (json ? err : out).write(`${told(lesson, findings, lineWidth(out)).join("\n")}\n`);
  const { table, figures, sees, numbers } = findings;
  const about = lesson.about.join(" ");
  const [first, ...others] = figures.map((figure) => ({ figure }));
  const sections = [{ table }, { ...first, text: sees.join(" ") }, ...others];
  await writePictures(pictures, { title: lesson.title, command: typedLine(command), about, sections }, surroundings);
  if (!json) return;
  const { name, title, terms } = lesson;
  const shown = Object.entries(numbers).map(([key, value]) => [key, Number.isFinite(value) ? value : null]);
  const next = nextAfter(lesson)?.name ?? null;
  out.write(`${JSON.stringify({ name, title, numbers: Object.fromEntries(shown), table, sees, terms, next })}\n`);
};

/** `thalweg lesson [name]` */
export const lessonCommand = (surroundings: Surroundings): Command => {
  const command = new Command("lesson")
    .summary("lists the lessons, or runs one: an experiment with an explanation")
    .description(
      "Lists the lessons, or runs one: what to know before, an experiment of a second or two, what to see in it, and what to go on with.",
    )
    .addArgument(new Argument("[name]", "a lesson, such as momentum"))
    .addOption(new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"));
  for (const option of pictureOptions()) command.addOption(option);
  return command.action(async (name: string | undefined, options: PictureOptions & { json?: boolean }) => {
    const { out } = surroundings;
    if (name !== undefined) return run(lessonNamed(name), options, command, surroundings);
    const listed = lessons.map((lesson) => ({ name: lesson.name, title: lesson.title }));
    out.write(options.json ? `${JSON.stringify({ lessons: listed })}\n` : `${list(lineWidth(out)).join("\n")}\n`);
  });
};
