/** `npm start`: installs and builds what is missing, then trains the default job; arguments go to `thalweg start`. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { install } from "./install.js";
import { run } from "./step.js";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

if ((await install()) && (await run("build", "npm", ["run", "build"]))) {
  const thalweg = ["packages/cli/bin/thalweg.js", "start", ...process.argv.slice(2)];
  const child = spawn(process.execPath, thalweg, { stdio: "inherit" });
  process.on("SIGINT", () => {}); // the terminal sends it to the child too, which decides how to stop
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  process.exitCode = 1;
}
