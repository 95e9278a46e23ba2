/** The commands of docs/journal.md, typed in their order. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { shellWords } from "../testing/parsed.ts";
import { runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const page = readFileSync(new URL("../../../../docs/journal.md", import.meta.url), "utf8");

it("all work, one after the other", async () => {
  const before = process.cwd();
  process.chdir(within());
  try {
    const lines = [...page.matchAll(/^\$ npx thalweg (.+)$/gm)].map(([, line]) => line);
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) {
      const { exitCode, out, err } = await runHere(...shellWords(line));
      expect(exitCode, `${line}: ${err}`).toBe(0);
      // Columns that the page shows are those that the command has.
      if (line === "runs") expect(page).toContain(out.split("\n")[2]);
    }
  } finally {
    process.chdir(before);
  }
});
