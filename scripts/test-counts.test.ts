import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { closingLine, readCounts } from "./test-counts.js";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const counts = (files: { status: string; tests: string[] }[], succeeded: boolean) => {
  folder = mkdtempSync(join(tmpdir(), "thalweg-counts-"));
  const path = join(folder, "report.json");
  const testResults = files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((each) => ({ status: each })),
  }));
  writeFileSync(path, JSON.stringify({ testResults }));
  return readCounts(path, succeeded);
};

describe("readCounts", () => {
  it("adds up the tests of all files", () => {
    const files = [
      { status: "passed", tests: ["passed", "passed", "skipped"] },
      { status: "failed", tests: ["passed", "failed", "todo"] },
    ];
    expect(counts(files, false)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it("counts a file that could not be run as a failure", () => {
    const files = [
      { status: "failed", tests: [] },
      { status: "passed", tests: ["passed"] },
    ];
    expect(counts(files, false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it("counts a failure outside the tests, and a missing report", () => {
    expect(counts([{ status: "passed", tests: ["passed"] }], false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(readCounts(join(folder, "absent.json"), false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe("closingLine", () => {
  it("names skipped tests only when there are some", () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
    expect(closingLine({ passed: 12, failed: 3, skipped: 1 })).toBe("12 passed, 3 failed, 1 skipped");
  });
});
