/** Links between pages lead to files and headings that exist. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { filesIn, read } from "./testing/blocks.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pages = ["README.md", "CHANGELOG.md", "packages/thalweg/README.md"].map((page) => join(root, page));

/** The anchors that GitHub gives the headings of a page. */
const anchorsOf = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number} -]/gu, "")
      .replaceAll(" ", "-"),
  );

const missingIn = (page: string): string[] =>
  [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].flatMap(([link, path, anchor]) => {
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(target)) return [link];
    return anchor === undefined || anchorsOf(target).includes(anchor) ? [] : [link];
  });

it.each([...pages, ...filesIn(join(root, "docs"), ".md")])("%s", (page) => {
  expect(missingIn(page)).toEqual([]);
});
