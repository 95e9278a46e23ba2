import { pageProgram } from "#page-program";
import type { Figure } from "./figure.ts";
import { packed } from "./packed.ts";
import { pageStyle } from "./page-style.ts";
import { escaped } from "./svg.ts";

/** A part of a report: what there is of it is shown in this order. */
export interface Section {
  readonly heading?: string;
  readonly text?: string;
  readonly figure?: Figure;
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

export interface Report {
  readonly title: string;
  /** The command line that made it. */
  readonly command: string;
  readonly about: string;
  readonly sections: readonly Section[];
}

/** Nothing is loaded from anywhere. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

const keys = [
  ["arrows", "move or turn"],
  ["+ −", "zoom"],
  ["0", "show everything"],
  [", .", "read values"],
] as const;

const tableHtml = ({ head, rows }: NonNullable<Section["table"]>): string => {
  const cells = (row: readonly string[], tag: "th" | "td"): string =>
    row.map((cell) => `<${tag}${tag === "th" ? ' scope="col"' : ""}>${escaped(cell)}</${tag}>`).join("");
  const body = rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("\n");
  return `<div class="table"><table><thead><tr>${cells(head, "th")}</tr></thead>\n<tbody>${body}</tbody></table></div>`;
};

/** A program as the text of an element, which none of its strings can end. */
const inElement = (program: string): string => program.replace(/<(?=\/script|script|!--)/gi, "\\x3c");

/** A report as one HTML page that opens from disk without a network. */
export const reportHtml = ({ title, command, about, sections }: Report): string => {
  const figures: Figure[] = [];
  const parts = sections.flatMap(({ heading, text, figure, table }) => {
    if (figure !== undefined) figures.push(figure);
    return [
      ...(heading === undefined ? [] : [`<h2>${escaped(heading)}</h2>`]),
      ...(text === undefined ? [] : [`<p>${escaped(text)}</p>`]),
      ...(figure === undefined
        ? []
        : [`<figure data-figure="${figures.length - 1}"><figcaption>${escaped(figure.title)}</figcaption></figure>`]),
      ...(table === undefined ? [] : [tableHtml(table)]),
    ];
  });
  const help = keys.map(([key, meaning]) => `<kbd>${key}</kbd> ${meaning}`).join(", ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(about)}</p>
<code class="command">${escaped(command)}</code>
<noscript><p>The figures of this page are drawn by its script, which this browser does not run.</p></noscript>
${parts.join("\n")}
<footer>Drag a figure to move it, turn the wheel to zoom, click twice for all of it. Keys, once a figure has the focus:
${help}.</footer>
</main>
<script type="application/json" id="figures">${packed(figures)}</script>
<script>${inElement(pageProgram())}</script>
</body>
</html>
`;
};
