/** What may stand beside `thalweg train --resume RUN`. */
import type { Command } from "commander";
import { wrongUsage } from "../command-error.ts";
import { settingsGiven } from "../run/resume-run.ts";
import { readRun } from "../run/saved-run.ts";

const allowed = ["resume", "threads", "blas", "save", "json", "summary", "checkpointEvery", "diagnose", "giveUp"];
const shown = "--threads, --blas, --save, --json, --summary, --checkpoint-every, --diagnose and --give-up";

/** Refuses options that would make another run of it; those that say what is so anyway are no harm. */
export const checkBesideResume = async (command: Command, folder: string): Promise<void> => {
  const [dataset] = command.args;
  const remedy = `all is as run.json says, and only ${shown} may be given beside`;
  if (dataset !== undefined)
    throw wrongUsage(`--resume: goes on with the run in ${folder}, got ${dataset}, too; ${remedy}`);
  const saved = await readRun("--resume", folder);
  const before: Readonly<Record<string, unknown>> = { ...settingsGiven(folder, saved), keepPath: saved.keepPath };
  for (const option of command.options) {
    const name = option.attributeName();
    if (allowed.includes(name) || command.getOptionValueSource(name) !== "cli") continue;
    const [own, given] = [before[name], command.getOptionValue(name)].map((value) => JSON.stringify(value));
    if (own === given) continue;
    const was = own === undefined ? "was not given" : `was ${own}`;
    throw wrongUsage(`${option.long}: ${was} in the run of ${folder}, got ${given}; leave it out: ${remedy}`);
  }
};
