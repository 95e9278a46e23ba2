import { Argument, Command, Option } from "commander";
import { wrongUsage } from "../command-error.ts";
import { termNamed, terms, topics } from "../glossary/glossary.ts";
import type { Term } from "../glossary/term.ts";
import { entryFields, lineWidth } from "../report/entry.ts";
import { wrapped } from "../report/wrapped.ts";
import type { Surroundings } from "../surroundings.ts";

/** All names, topic by topic. */
const list = (width: number): readonly string[] => [
  ...Object.entries(topics).flatMap(([topic, entries]) => [
    topic,
    `  ${wrapped(Object.keys(entries).join(", "), width - 2, 2)}`,
    "",
  ]),
  `${terms.length} terms. One of them: thalweg explain momentum`,
];

const entry = ({ name, says, formula, source, aliases = [], related, command, code }: Term, width: number) => [
  wrapped(name, width, 0),
  "",
  wrapped(says, width, 0),
  "",
  ...entryFields(
    [
      ...(formula === undefined ? [] : [["formula", formula] as const]),
      ...(source === undefined ? [] : [["source", source] as const]),
      ...(aliases.length === 0 ? [] : [["also called", aliases.join(", ")] as const]),
      ["related", related.join(", ")],
      ...(command === undefined ? [] : [["see it", command] as const]),
      ...(code === undefined ? [] : [["in code", code] as const]),
    ],
    width,
  ),
];

/** `thalweg explain [term]` */
export const explainCommand = ({ out }: Surroundings): Command =>
  new Command("explain")
    .summary("explains a term of the field, in a few sentences")
    .description(
      "Explains a term in a few sentences: formula, source, related terms, and what shows it here. Case, hyphens and plurals do not matter.",
    )
    .addArgument(
      new Argument("[term...]", "a term, such as momentum or bias correction; several with commas between them"),
    )
    .addOption(new Option("--list", "list all terms"))
    .addOption(new Option("--json", "one line of JSON"))
    .action((words: readonly string[], { list: lists = false, json = false }: { list?: boolean; json?: boolean }) => {
      if (lists && words.length > 0) throw wrongUsage("--list: lists all terms; leave out the term, or --list");
      const width = lineWidth(out);
      if (lists || words.length === 0) {
        out.write(json ? `${JSON.stringify({ terms })}\n` : `${list(width).join("\n")}\n`);
        return;
      }
      const named = words
        .join(" ")
        .split(",")
        .map((name) => termNamed(name.trim()));
      if (json) out.write(`${JSON.stringify(named.length === 1 ? named[0] : { terms: named })}\n`);
      else out.write(`${named.map((term) => entry(term, width).join("\n")).join("\n\n")}\n`);
    });
