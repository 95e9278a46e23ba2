/** Runs the commands of a build as steps of one line each, showing a command's output only when it fails. */
import { spawn } from "node:child_process";

const seconds = (/** @type {number} */ start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/**
 * Runs a command and prints one line: its title, and the time it took or its output when it failed.
 *
 * @param {string} title
 * @param {string} command
 * @param {string[]} parameters
 * @param {Record<string, string>} environment added to the process's own
 * @returns {Promise<boolean>} whether it exited with 0
 */
export const run = (title, command, parameters, environment = {}) =>
  new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(command, parameters, {
      // npm's errors are wanted under `npm --silent`, too
      env: { ...process.env, npm_config_loglevel: "error", ...environment },
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "pipe"],
    });
    /** @type {Buffer[]} */
    const output = [];
    const finish = (/** @type {boolean} */ passed) => {
      console.log(`${passed ? "✓" : "✗"} ${title} (${seconds(start)})`);
      if (!passed) console.log(Buffer.concat(output).toString().trimEnd());
      resolve(passed);
    };
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    child.on("error", (error) => {
      output.push(Buffer.from(`${command}: ${error.message}\n`));
      finish(false);
    });
    child.on("close", (code) => {
      if (code !== null || child.signalCode) finish(code === 0);
    });
  });
