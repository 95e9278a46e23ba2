import { Option } from "commander";
import { optimizerOptions, runOptions } from "../commands/train-options.ts";
import { usual } from "../run/settings.ts";
import type { Kind } from "./prepared.ts";

/** Options of training that decide nothing before it. */
const later: readonly string[] = [
  ...["runDir", "save", "keepPath", "summary", "checkpointEvery", "json", "diagnose", "giveUp"],
  ...["file", "prompt", "temperature", "length", "sampleEvery", "resume"],
];

/** The same option without what it is unless given, which depends on the data. */
const bare = ({ flags, description, parseArg }: Option): Option => {
  const option = new Option(flags, description);
  return parseArg ? option.argParser(parseArg) : option;
};

/** Options of each kind of data, once each, and which kinds they are for. */
export const optionsFor = (
  ofKind: Readonly<Record<Kind, readonly Option[]>>,
): { readonly options: readonly Option[]; readonly kindsOf: (name: string) => readonly Kind[] } => {
  const common = [...optimizerOptions(usual), ...runOptions(usual)];
  const kinds = ["images", "table", "text"] as const;
  const options = new Map<string, Option>();
  for (const option of [...kinds.flatMap((kind) => ofKind[kind]), ...common]) {
    const name = option.attributeName();
    if (!later.includes(name) && !options.has(name)) options.set(name, bare(option));
  }
  // Which models there are depends on the data.
  options.set(
    "model",
    new Option("--model <name>", "as thalweg train has for such data (default: mlp, or transformer)"),
  );
  const isCommon = (name: string): boolean => common.some((option) => option.attributeName() === name);
  return {
    options: [...options.values()],
    kindsOf: (name) =>
      name === "model" || isCommon(name)
        ? kinds
        : kinds.filter((kind) => ofKind[kind].some((option) => option.attributeName() === name)),
  };
};
