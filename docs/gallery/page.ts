import type { Entry } from "./entries.ts";

/** `compare.svg`, `compare-2.svg` for another picture of the same command. */
export const pictureName = ({ name, pictures }: Entry, picture: number): string => {
  const position = pictures.indexOf(picture);
  return position === 0 ? `${name}.svg` : `${name}-${position + 1}.svg`;
};

const entryText = (entry: Entry): string =>
  [
    `## ${entry.title}`,
    "",
    ...entry.pictures.map((picture) => `![${entry.title}](gallery/${pictureName(entry, picture)})`),
    "",
    "```sh",
    ...(entry.after ?? []).map((command) => `$ npx ${command}`),
    `$ npx ${entry.command}`,
    "```",
  ].join("\n");

/** `docs/gallery.md` */
export const galleryPage = (entries: readonly Entry[]): string => `# Gallery

What the commands draw; each command stands under its pictures. \`--svg FILE\` and \`--png FILE\` write the pictures, and
\`--report FILE.html\` a page in which they can be looked into: values under the pointer, zoom, curves shown and hidden, paths
played, surfaces turned. All of it is drawn by \`npm run gallery\`.

${entries.map(entryText).join("\n\n")}
`;
