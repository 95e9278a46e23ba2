import { Command, InvalidArgumentError, Option } from "commander";
import { suggestion } from "thalweg/errors";
import { type BenchSettings, runBench } from "../bench/run-bench.ts";
import { workloadNames, workloads } from "../bench/workloads.ts";
import { positive } from "../options/numbers.ts";
import { columns, lineWidth } from "../report/entry.ts";
import type { Surroundings } from "../surroundings.ts";
import { blasOption, option, threadsOption } from "./train-options.ts";

const description = `Measures how fast this machine is: products of matrices, memory, and steps of training of the usual models.

Each line is the median of many calls after a warm-up, with the lowest and the highest. Measure on a machine that does \
nothing else.`;

const details = (width: number): string =>
  [
    "",
    "Names:",
    ...columns(
      workloads.map(({ name, title }) => [name, title]),
      width,
    ),
    "",
    "Examples:",
    "  $ thalweg bench",
    "  $ thalweg bench --only mlp,cnn --seconds 5",
    "  $ thalweg bench --compare",
    "  $ thalweg bench --memory",
    "  $ thalweg bench --json | tail -n 1",
  ].join("\n");

/** More names, with commas between them. */
const addNames = (text: string, before: readonly string[] = []): readonly string[] => {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("It must be names with commas between them, such as mlp,cnn.");
  const stranger = names.find((name) => !workloadNames.includes(name));
  if (stranger === undefined) return [...before, ...names];
  throw new InvalidArgumentError(
    `There is nothing called ${stranger} to measure${suggestion(stranger, workloadNames)}`,
  );
};

/** What commander reads; flags are left out unless given. */
type BenchOptions = Omit<BenchSettings, "compare" | "memory" | "json"> &
  Partial<Pick<BenchSettings, "compare" | "memory" | "json">>;

/** `thalweg bench` */
export const benchCommand = (surroundings: Surroundings): Command =>
  new Command("bench")
    .summary("measures how fast this machine trains")
    .description(description)
    .addHelpText("after", details(lineWidth(surroundings.out)))
    .addOption(
      new Option("--only <names>", "measure these alone, with commas between them; may be repeated").argParser(
        addNames,
      ),
    )
    .addOption(threadsOption())
    .addOption(blasOption())
    .addOption(option("--seconds <s>", "to measure each for", positive, 1))
    .addOption(new Option("--compare", "one thread against all, in turns"))
    .addOption(new Option("--memory", "steps of training alone, with the memory they need"))
    .addOption(new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"))
    .action(async ({ compare = false, memory = false, json = false, ...rest }: BenchOptions) => {
      await runBench({ ...rest, compare, memory, json }, surroundings);
    });
