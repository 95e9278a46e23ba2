/** `npm test`: installs, builds, checks types, style, room order and packaging, then runs every test. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBlas } from "./blas.js";
import { ensureChromium } from "./chromium.js";
import { install } from "./install.js";
import { run } from "./step.js";
import { closingLine, readCounts } from "./test-counts.js";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const prepared = (await install()) && (await run("build", "npm", ["run", "build"]));
const checks = prepared
  ? [
      await run("types", "npm", ["run", "typecheck"]),
      await run("style", "npm", ["run", "lint"]),
      await run("order of rooms", "npm", ["run", "check:rooms"]),
      await run("package", "npm", ["run", "check:package"]),
      await run("size", "npm", ["run", "size"]),
    ]
  : [false];
const failedChecks = checks.filter((passed) => !passed).length;

const runTests = async () => {
  const skipped = await ensureChromium();
  if (skipped) console.log(`- browser tests skipped: ${skipped}`);
  const withoutBlas = await ensureBlas();
  if (withoutBlas) console.log(`- tests of products by a BLAS skipped: ${withoutBlas}`);
  const folder = mkdtempSync(join(tmpdir(), "thalweg-test-"));
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
  const { status } = spawnSync(process.execPath, [vitest, "run", ...reporters], { stdio: "inherit" });
  const counts = readCounts(report, status === 0);
  rmSync(folder, { recursive: true });
  return counts;
};

const tests = prepared ? await runTests() : { passed: 0, failed: 0, skipped: 0 };
const total = { ...tests, failed: tests.failed + failedChecks };
if (failedChecks > 0) console.log(`${failedChecks} of the steps above failed; they count as failures`);
console.log(closingLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
