import { topics } from "../../packages/cli/src/glossary/glossary.ts";
import type { Entry } from "../../packages/cli/src/glossary/term.ts";

/** What GitHub makes of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} -]/gu, "")
    .replaceAll(" ", "-");

/** Names of papers with links to them. */
const linked = (source: string): string =>
  source.replace(/arXiv:((?:[a-z-]+\/)?[\d.]*\d)/g, "[arXiv:$1](https://arxiv.org/abs/$1)");

const entry = (name: string, { says, formula, source, aliases = [], related, command, code }: Entry): string => {
  const shown = [command, code].flatMap((text) => (text === undefined ? [] : [`\`${text}\``]));
  return [
    `### ${name}`,
    "",
    says,
    "",
    ...(formula === undefined ? [] : [`- **Formula.** ${formula.replaceAll("*", "\\*").replaceAll("_", "\\_")}`]),
    ...(source === undefined ? [] : [`- **Source.** ${linked(source)}`]),
    ...(aliases.length === 0 ? [] : [`- **Also called.** ${aliases.join(", ")}`]),
    `- **Related.** ${related.map((other) => `[${other}](#${anchorOf(other)})`).join(", ")}`,
    `- **See it.** ${shown.join(", ")}`,
  ].join("\n");
};

/** Every term of the glossary, topic by topic. */
export const glossary = (): string => {
  const contents = Object.keys(topics).map((topic) => `[${topic}](#${anchorOf(topic)})`);
  const parts = Object.entries(topics).flatMap(([topic, entries]) => [
    `## ${topic}`,
    ...Object.entries(entries).map(([name, own]) => entry(name, own)),
  ]);
  return [contents.join(" · "), ...parts].join("\n\n");
};
