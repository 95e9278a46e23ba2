/** `npm run gallery`: runs the commands of the gallery, keeps their pictures here and writes `docs/gallery.md`. */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "../../packages/cli/src/command-line.ts";
import { numberedFile } from "../../packages/cli/src/pictures/write-pictures.ts";
import { Interruption } from "../../packages/cli/src/surroundings.ts";
import { entries } from "./entries.ts";
import { galleryPage, pictureName } from "./page.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);

/** Runs `thalweg …` here; what it says goes nowhere unless it fails. */
const run = async (command: string, ...more: readonly string[]): Promise<void> => {
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text) };
  const parameters = [...command.split(" ").slice(1), ...more];
  const exitCode = await runCommandLine(parameters, { out: stream, err: stream, interruption: new Interruption() });
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}:\n${said.join("")}`);
};

const folder = mkdtempSync(join(tmpdir(), "thalweg-gallery-"));
process.chdir(folder);
const failures: string[] = [];
for (const entry of entries) {
  if (wanted.length > 0 && !wanted.includes(entry.name)) continue;
  const { command, after = [], pictures } = entry;
  const svg = join(folder, `${entry.name}.svg`);
  const start = performance.now();
  try {
    for (const earlier of after) await run(earlier);
    await run(command, "--svg", svg);
    for (const picture of pictures)
      copyFileSync(numberedFile(svg, picture - 1), join(here, pictureName(entry, picture)));
    console.log(`${entry.name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    failures.push(`${entry.name}: ${error instanceof Error ? error.message : error}`);
  }
}
process.chdir(here);
rmSync(folder, { recursive: true });

const names = new Set(entries.flatMap((entry) => entry.pictures.map((picture) => pictureName(entry, picture))));
for (const file of readdirSync(here).filter((name) => name.endsWith(".svg") && !names.has(name)))
  rmSync(join(here, file));
writeFileSync(new URL("../gallery.md", import.meta.url), galleryPage(entries));
const sizes = [...names].filter((name) => existsSync(join(here, name))).map((name) => statSync(join(here, name)).size);
console.log(`${sizes.length} pictures, ${(sizes.reduce((sum, size) => sum + size, 0) / 1024).toFixed(0)} KiB`);
for (const failure of failures) console.error(`error: ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
