/** Command lines read as the command would, but not run. */
import type { Command } from "commander";
import { commandsFor } from "../command-line.ts";
import { fakeSurroundings } from "./surroundings.ts";

/** Words as a shell divides them. */
export const shellWords = (line: string): readonly string[] =>
  [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));

const commands = commandsFor(fakeSurroundings());

const named = (among: readonly Command[], name: string | undefined): Command | undefined =>
  among.find((command) => command.name() === name || command.aliases().includes(name ?? ""));

/** Throws where `thalweg …` names no command, or one that would not take these options and arguments. */
export const checkCommandLine = (line: string): void => {
  const [program, first, ...words] = shellWords(line);
  if (program !== "thalweg") throw new Error(`${line} must begin with thalweg`);
  let command = named(commands, first);
  let rest = words;
  if (command === undefined) throw new Error(`${line}: there is no command ${first}`);
  for (let inner = named(command.commands, rest[0]); inner !== undefined; inner = named(command.commands, rest[0])) {
    [command, rest] = [inner, rest.slice(1)];
  }
  if (rest.includes("--help")) return;
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  const { operands, unknown } = command.parseOptions(rest);
  if (unknown.length > 0) throw new Error(`${line}: does not know ${unknown.join(" ")}`);
  const places = command.registeredArguments;
  const isOpen = places.some(({ variadic }) => variadic);
  if (operands.length > places.length && !isOpen) throw new Error(`${line}: too many words`);
  if (operands.length < places.filter(({ required }) => required).length) throw new Error(`${line}: too few words`);
  for (const [index, place] of places.entries()) {
    if (!place.variadic && index < operands.length) place.parseArg?.(operands[index], undefined);
  }
  const missing = command.options.find(
    (option) => option.mandatory && command.getOptionValueSource(option.attributeName()) === undefined,
  );
  if (missing) throw new Error(`${line}: needs ${missing.long}`);
};
