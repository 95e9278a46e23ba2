/** Counts the tests of a vitest JSON report, for the last line of `npm test`. */
import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ status: string, assertionResults: { status: string }[] }} TestFile
 */

/**
 * How many tests passed, failed and were skipped; a file that could not be run counts as one failure, and so does a
 * run that failed though all its tests passed (or wrote no report).
 *
 * @param {string} path of the report
 * @param {boolean} succeeded whether vitest exited with 0
 * @returns {Counts}
 */
export const readCounts = (path, succeeded) => {
  /** @type {TestFile[]} */
  const files = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).testResults : [];
  const statuses = files.flatMap(({ status, assertionResults }) => {
    const tests = assertionResults.map((test) => test.status);
    return status === "failed" && !tests.includes("failed") ? [...tests, "failed"] : tests;
  });
  const count = (/** @type {string} */ status) => statuses.filter((each) => each === status).length;
  const [passed, failed] = [count("passed"), count("failed")];
  const skipped = statuses.length - passed - failed;
  return { passed, failed: succeeded ? failed : Math.max(failed, 1), skipped };
};

/** @param {Counts} counts */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
