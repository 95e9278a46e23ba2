/** `node scripts/page.js`: bundles the program of a report's page into the built command. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const cli = fileURLToPath(new URL("..", import.meta.url));

/** Packages that become a part of the page, with whoever they depend on. */
const included = ["d3-contour", "d3-array", "internmap"];

/** The licence of a package, which goes where its code goes. */
const licenceOf = (/** @type {string} */ name, /** @type {string} */ from) => {
  const paths = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      return { folder: join(path, name), text: readFileSync(join(path, name, "LICENSE"), "utf8") };
    } catch {
      // The next folder above may have it.
    }
  }
  throw new Error(`page: ${name} has no LICENSE; npm ci installs it`);
};

const licences = () => {
  let from = cli;
  return included
    .map((name) => {
      const { folder, text } = licenceOf(name, from);
      from = folder;
      return `${name}\n${text.trim()}`;
    })
    .join("\n\n");
};

/** The program as one script without imports. */
export const bundledPage = () => {
  const { outputFiles } = buildSync({
    entryPoints: [join(cli, "src/pictures/page/main.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    charset: "ascii",
  });
  return `/*\n${licences()}\n*/\n${outputFiles[0].text}`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(cli, "dist/page.js"), bundledPage());
}
