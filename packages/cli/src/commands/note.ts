import { Command, Option } from "commander";
import { wrongUsage } from "../command-error.ts";
import { runNamed } from "../journal/find-runs.ts";
import { addNote, type Note, readNotes } from "../journal/notes.ts";
import { showFact } from "../journal/show-fact.ts";
import type { Surroundings } from "../surroundings.ts";

const description = `Keeps a note on a run, or shows those there are: what was tried, and what came of it.

Notes are lines of notes.jsonl in the folder of the run, each with its time. thalweg runs shows the last one.`;

const details = `
Examples:
  $ thalweg note runs/mine "momentum 0.9 instead of adam: slower, but steadier"
  $ thalweg note runs/mine`;

/** Refuses what is no note. */
const checked = (text: string): string => {
  if (text.trim() === "") throw wrongUsage("note: the text is empty; say something, or leave it out to see the notes");
  if (/[\r\n\u2028\u2029]/.test(text))
    throw wrongUsage("note: a note is one line; give each line as a note of its own");
  return text.trim();
};

/** `2026-01-31 12:00` in UTC, as runs have it. */
const timeText = (time: string): string => time.slice(0, 16).replace("T", " ");

const noteLine = ({ time, text }: Note): string => `${timeText(time)}  ${showFact("note", text)}`;

/** `thalweg note RUN ["text"]` */
export const noteCommand = (surroundings: Surroundings): Command =>
  new Command("note")
    .summary("keeps a note on a run, or shows them")
    .description(description)
    .argument("<run>", "the folder of a run, or its name in runs")
    .argument("[text]", "one line")
    .addOption(new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"))
    .addHelpText("after", details)
    .action(async (named: string, text: string | undefined, { json = false }: { readonly json?: boolean }) => {
      const { out, err } = surroundings;
      const talk = json ? err : out;
      const note = text === undefined ? undefined : checked(text);
      const run = await runNamed("note", named);
      if (note !== undefined) await addNote(run, { time: new Date().toISOString(), text: note });
      const notes = await readNotes(run);
      if (note !== undefined) talk.write(`noted in ${run}\n`);
      else if (notes.length === 0) talk.write(`${run} has no notes; thalweg note ${named} "…" writes one\n`);
      else talk.write(`${notes.map(noteLine).join("\n")}\n`);
      if (json) out.write(`${JSON.stringify({ run, notes })}\n`);
    });
