/** Bundles the smallest program of a page: what it loads at its start, and what it may load later, apart. */
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "bench", "size", "dist");
rmSync(out, { recursive: true, force: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["bench/size/mlp.ts"],
  outdir: join(out, "all"),
  bundle: true,
  minify: true,
  splitting: true,
  format: "esm",
  metafile: true,
});

/** @type {Set<string>} */
const atStart = new Set();
const load = (/** @type {string} */ file) => {
  if (atStart.has(file)) return;
  atStart.add(file);
  for (const { path, kind } of metafile.outputs[file]?.imports ?? []) if (kind === "import-statement") load(path);
};
for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (entryPoint === "bench/size/mlp.ts") load(file);
}
for (const file of Object.keys(metafile.outputs)) {
  const folder = join(out, atStart.has(file) ? "start" : "later");
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, file), join(folder, basename(file)));
}
