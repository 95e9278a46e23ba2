import { appendFile, readFile, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { addNote, readNotes } from "./notes.ts";

const within = temporaryFolder();
const note = (text: string) => ({ time: "2026-01-31T12:00:00.000Z", text });

it("adds lines and reads them back in their order", async () => {
  expect(await readNotes(within())).toEqual([]);
  await addNote(within(), note('a "b"'));
  await addNote(within(), note("größer, 0 → 1"));
  expect(await readNotes(within())).toEqual([note('a "b"'), note("größer, 0 → 1")]);
  expect((await readFile(within("notes.jsonl"), "utf8")).split("\n")).toHaveLength(3);
});

it("keeps all whole notes wherever the file was cut, and those that come after", async () => {
  await addNote(within(), note("first"));
  const whole = (await readFile(within("notes.jsonl"))).length;
  await addNote(within(), note("zweite ü"));
  const bytes = await readFile(within("notes.jsonl"));
  for (let end = whole; end <= bytes.length; end++) {
    await writeFile(within("notes.jsonl"), bytes.subarray(0, end));
    // But for its line's end, the second is whole.
    const kept = end >= bytes.length - 1 ? [note("first"), note("zweite ü")] : [note("first")];
    expect(await readNotes(within())).toEqual(kept);
    await addNote(within(), note("third"));
    expect(await readNotes(within())).toEqual([...kept, note("third")]);
  }
});

it("passes over lines that are no notes", async () => {
  await appendFile(within("notes.jsonl"), '3\n{"time":1,"text":"x"}\n\n{"time":"t","text":"y","more":1}\n');
  expect(await readNotes(within())).toEqual([{ time: "t", text: "y" }]);
});

it("loses no note when many are written at the same time", async () => {
  const texts = Array.from({ length: 30 }, (_, index) => `note ${index}`);
  await addNote(within(), note("before"));
  await Promise.all(texts.map((text) => addNote(within(), note(text))));
  expect((await readNotes(within())).map(({ text }) => text).sort()).toEqual(["before", ...texts].sort());
});

it("says where notes cannot be written", async () => {
  await expect(addNote(within("none"), note("x"))).rejects.toThrow(/notes\.jsonl cannot be written: /);
});
