/** `node scripts/run-typescript.js program.ts`: runs a program of this repository on the library's sources. */
import { spawnSync } from "node:child_process";
import { register } from "node:module";
import { fileURLToPath } from "node:url";

const own = fileURLToPath(import.meta.url);

if (process.argv[1] === own) {
  const [program, ...parameters] = process.argv.slice(2);
  if (program === undefined) {
    console.error("error: name a program, such as examples/plain-arrays.ts");
    process.exit(2);
  }
  const node = ["--conditions=thalweg-source", `--import=${import.meta.url}`, program, ...parameters];
  process.exitCode = spawnSync(process.execPath, node, { stdio: "inherit" }).status ?? 1;
} else {
  register("./typescript-hooks.js", import.meta.url);
}
