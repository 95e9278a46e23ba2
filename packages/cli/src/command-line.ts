import { Command, CommanderError } from "commander";
import { ThalwegError } from "thalweg/errors";
import { afterInterruption, CommandError } from "./command-error.ts";
import { adviseCommand } from "./commands/advise.ts";
import { averageCommand } from "./commands/average.ts";
import { batchesCommand } from "./commands/batches.ts";
import { benchCommand } from "./commands/bench.ts";
import { compareCommand } from "./commands/compare.ts";
import { diagnoseCommand } from "./commands/diagnose.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { explainCommand } from "./commands/explain.ts";
import { findLrCommand } from "./commands/find-lr.ts";
import { landscapeCommand } from "./commands/landscape.ts";
import { lessonCommand } from "./commands/lesson.ts";
import { noteCommand } from "./commands/note.ts";
import { optimizersCommand } from "./commands/optimizers.ts";
import { runsCommand } from "./commands/runs.ts";
import { saddleCommand } from "./commands/saddle.ts";
import { scheduleCommand } from "./commands/schedule.ts";
import { schedulesCommand } from "./commands/schedules.ts";
import { startCommand } from "./commands/start.ts";
import { sweepCommand } from "./commands/sweep.ts";
import { trainCommand } from "./commands/train.ts";
import type { Surroundings } from "./surroundings.ts";
import { cliVersion } from "./versions.ts";

const introduction = `Trains neural networks, and explains what it does.

Every command has a --help of its own: thalweg train --help`;

/** Commander's own writing and exits, turned to the given streams and to errors. */
const within = (command: Command, surroundings: Surroundings): Command => {
  const { out, err } = surroundings;
  for (const part of command.commands) within(part, surroundings);
  return command
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(text) })
    .showSuggestionAfterError();
};

/** What the help lists. */
export const commandsFor = (surroundings: Surroundings): readonly Command[] =>
  [
    trainCommand,
    diagnoseCommand,
    doctorCommand,
    optimizersCommand,
    schedulesCommand,
    scheduleCommand,
    compareCommand,
    sweepCommand,
    findLrCommand,
    saddleCommand,
    averageCommand,
    batchesCommand,
    landscapeCommand,
    runsCommand,
    noteCommand,
    adviseCommand,
    lessonCommand,
    explainCommand,
    benchCommand,
  ].map((command) => command(surroundings));

const program = (surroundings: Surroundings): Command => {
  const root = within(new Command("thalweg"), surroundings)
    .description(introduction)
    .version(cliVersion)
    // Options belong to the command they stand after: train text has some that train has, too.
    .enablePositionalOptions();
  for (const command of commandsFor(surroundings)) root.addCommand(within(command, surroundings));
  root.addCommand(within(startCommand(surroundings), surroundings), { hidden: true });
  return root;
};

/** What commands without a run to speak of say: 0 for help and version, which are no errors. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CommandError) return error.exitCode;
  return error instanceof ThalwegError && error.code === "argument" ? 2 : 1;
};

/** Runs one command line and returns its exit code: 0, 1 for a failure, 2 for wrong usage, 130 after Ctrl-C. */
export const runCommandLine = async (parameters: readonly string[], surroundings: Surroundings): Promise<number> => {
  try {
    await program(surroundings).parseAsync(parameters, { from: "user" });
    return 0;
  } catch (error) {
    // Commander has said what it objects to already.
    if (!(error instanceof CommanderError)) {
      const message = error instanceof Error ? error.message : String(error);
      surroundings.err.write(`${exitCodeOf(error) === afterInterruption ? "" : "error: "}${message}\n`);
    }
    return exitCodeOf(error);
  }
};
