import type { Section } from "../pictures/report-page.ts";
import { terminalOf } from "../pictures/terminal-picture.ts";
import { tableLines } from "../report/table.ts";
import { wrapped } from "../report/wrapped.ts";

/** Rows of a chart in the terminal. */
const rows = 12;

const withGaps = (groups: readonly (readonly string[])[]): readonly string[] =>
  groups.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));

/** What is told of a part: text, chart and table. Pictures of planes say nothing as letters, and are left out. */
const told = ({ heading, text, figure, table }: Section, columns: number): readonly string[] => {
  const body = withGaps([
    text === undefined ? [] : [wrapped(text, columns, 0)],
    figure?.kind === "line" ? terminalOf(figure, { columns, rows }) : [],
    table === undefined ? [] : tableLines(table.head, table.rows),
  ]);
  const isTitle = heading === undefined || heading === figure?.title;
  return body.length === 0 || isTitle ? body : [heading, ...body];
};

/** The parts of a report as lines of a terminal, with an empty line between two. */
export const toldSections = (sections: readonly Section[], columns: number): readonly string[] =>
  withGaps(sections.map((section) => told(section, columns)));
