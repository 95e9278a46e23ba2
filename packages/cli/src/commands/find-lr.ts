import { Argument, Command, Option } from "commander";
import { surfaces } from "thalweg/problems";
import { findLearningRate, type RateTest, type RateTestOptions } from "thalweg/training";
import { interrupted, wrongUsage } from "../command-error.ts";
import { loadRaw } from "../images/data.ts";
import { datasetNames, usualHidden } from "../images/settings.ts";
import { imageTask } from "../images/task.ts";
import { rateTestFigure, rateTestLines, roundedRate } from "../lab/find-lr-report.ts";
import { surfaceRateTest } from "../lab/find-lr-surface.ts";
import { commandFor } from "../lab/sweep-command.ts";
import { baseOf, type SweepOptions } from "../lab/sweep-plan.ts";
import { type Base, checkTrial, withStart } from "../lab/sweep-settings.ts";
import type { Assignment } from "../lab/sweep-space.ts";
import { choice } from "../options/choice.ts";
import { count, fractionBelowOne, positive } from "../options/numbers.ts";
import { typedLine } from "../options/typed-line.ts";
import { terminalOf } from "../pictures/terminal-picture.ts";
import { checkPictures, type PictureOptions, pictureOptions, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import { wrapped } from "../report/wrapped.ts";
import { startDevice } from "../run/device.ts";
import { planRun } from "../run/plan.ts";
import { stopWhenAsked } from "../run/stopping.ts";
import type { Surroundings } from "../surroundings.ts";
import { flagOf, sweepOptions } from "./sweep-options.ts";
import { option } from "./train-options.ts";

const description = `Finds a learning rate: trains with a rate that rises from update to update until the loss explodes, and puts the \
weights back.

The loss falls fastest at a rate that is neither too low to get anywhere nor so high that it stops falling: that is \
the suggestion, or a tenth of the rate at which the loss explodes where that is lower. The test ends at four times the lowest \
smoothed loss. On a surface it is about what lies above the lowest value, and ends above the loss at the start.`;

const details = [
  "",
  `Surfaces: ${Object.keys(surfaces).join(", ")}`,
  "",
  "Examples:",
  "  $ thalweg find-lr garments",
  "  $ thalweg find-lr garments --optimizer sgd --batch-size 64 --svg rates.svg",
  "  $ thalweg find-lr rosenbrock --optimizer gd",
].join("\n");

/** Options of a training that the test itself decides, or has no use for. */
const decided: readonly string[] = [
  ...["learningRate", "schedule", "warmup", "epochs", "updates", "steps", "testExamples", "validationSplit"],
];

interface Given extends PictureOptions, Required<Pick<RateTestOptions, "from" | "to" | "updates" | "smoothing">> {
  readonly json?: boolean;
}

const testOptions = (): readonly Option[] => [
  option("--from <rate>", "the first rate", positive, 1e-7),
  option("--to <rate>", "the last rate, unless the loss explodes before", positive, 10),
  option("--updates <n>", "updates from the first to the last rate", count, 100),
  option("--smoothing <beta>", "of the loss, in [0, 1)", fractionBelowOne, 0.9),
  ...pictureOptions(),
  new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"),
];

/** The test on a network; undefined where the user has stopped it. */
const networkRateTest = async (
  base: Base & { readonly kind: "network" },
  options: RateTestOptions,
  { interruption }: Surroundings,
): Promise<RateTest> => {
  const settings = { ...base, hidden: base.hidden ?? usualHidden[base.model] };
  const plan = await planRun(imageTask(settings, await loadRaw(settings)), settings);
  const { batchSize } = settings;
  const callbacks = [stopWhenAsked(interruption)];
  const test = await findLearningRate(plan.trainer, plan.task.train, { ...options, batchSize, callbacks });
  if (interruption.requested) throw interrupted("stopped before the test was over");
  return test;
};

/** `thalweg find-lr [surface or data set]` */
export const findLrCommand = (surroundings: Surroundings): Command => {
  const options = sweepOptions(surroundings);
  const targets = [...Object.keys(surfaces), ...datasetNames];
  const target = new Argument("[target]", "a data set or a surface").default("garments");
  const command = new Command("find-lr")
    .summary("finds a learning rate by a rising-rate test")
    .description(description)
    .usage("[options] [data set or surface]")
    .addArgument(target.argParser(choice("surface or data set", targets)))
    .addHelpText("after", details);
  const shared = options.training.filter((each) => !decided.includes(each.attributeName()));
  for (const each of [...testOptions(), ...shared]) command.addOption(each);
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === "cli";

  const run = (base: Base, given: RateTestOptions): Promise<RateTest> | RateTest => {
    if (base.kind === "network") return networkRateTest(base, given, surroundings);
    const settings = withStart(base);
    checkTrial(settings, 0);
    return surfaceRateTest(settings, given);
  };

  return command.action(async (name: string, given: Given & SweepOptions) => {
    const { from, to, updates, smoothing } = given;
    const kept = { ...given, schedule: "constant", epochs: 1, updates: undefined, steps: updates, validationSplit: 0 };
    const base = baseOf(name, kept);
    const isForeign = (each: Option): boolean =>
      options.foreign[base.kind].some((other) => flagOf(other) === flagOf(each));
    const foreign = shared.find((each) => isForeign(each) && isGiven(each.attributeName()));
    if (foreign) throw wrongUsage(`${flagOf(foreign)}: a test on ${name} has no use for it; leave it out`);
    if ("learningRate" in base.set) throw wrongUsage("--set learningRate: the test gives the rate; leave it out");
    await checkPictures(given);
    if (base.kind === "network") await startDevice(base);
    const test = await run(base, { from, to, updates, smoothing });
    const figure = rateTestFigure(`${name}, ${base.optimizer}: loss at rising rates`, test, base.kind === "surface");
    const common = Object.fromEntries(
      shared
        .map((each) => each.attributeName())
        .flatMap((own) => (isGiven(own) ? [[own, command.getOptionValue(own)]] : [])),
    );
    const rate = test.suggestion === undefined ? undefined : roundedRate(test.suggestion);
    const values: Assignment = rate === undefined ? {} : { learningRate: String(rate) };
    const training = { ...base, ...(base.kind === "surface" ? { steps: 1000 } : {}) };
    const use =
      rate === undefined ? undefined : commandFor(name, training, values, { common, options: ["learningRate"] });
    const { out, err } = surroundings;
    const columns = lineWidth(out);
    const told = rateTestLines(test);
    const lines = [
      ...terminalOf(figure, { columns, rows: 12 }),
      "",
      ...told.map((line) => wrapped(line, columns, 2)),
      ...(use === undefined ? [] : [`  $ ${use}`]),
    ];
    (given.json ? err : out).write(`${lines.join("\n")}\n`);
    const sections = [{ figure, text: told[told.length - 1] }];
    const report = {
      title: `Learning rate on ${name}`,
      command: typedLine(command),
      about: told.slice(0, -1).join("; "),
      sections,
    };
    const files = await writePictures(given, report, surroundings);
    const { steepest = null, divergence = null } = test;
    const facts = { target: name, optimizer: base.optimizer, ...test, steepest, divergence, suggestion: rate ?? null };
    if (given.json) out.write(`${JSON.stringify({ ...facts, command: use ?? null, files })}\n`);
  });
};
