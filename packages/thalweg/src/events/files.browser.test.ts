import { expect, it } from "vitest";
import { EventWriter } from "./event-writer.ts";
import { JsonLinesWriter } from "./json-lines.ts";

it("a page is told at once that it has no files to log to", async () => {
  await expect(EventWriter.open("runs/a")).rejects.toThrow("runs/a cannot be made: a browser page has no files");
  await expect(JsonLinesWriter.open("log.jsonl")).rejects.toThrow("log.jsonl cannot be written: a browser page has no");
});
