import { stat } from "node:fs/promises";
import { Command, Option } from "commander";
import { type Check, describeFinding, examine } from "thalweg/diagnosis";
import { suggestion } from "thalweg/errors";
import { CommandError, wrongUsage } from "../command-error.ts";
import { optionsFor } from "../doctor/options.ts";
import { type Given, type Kind, kindOf, prepare } from "../doctor/prepared.ts";
import { datasetNames } from "../images/settings.ts";
import { positive } from "../options/numbers.ts";
import { lineOf, typedWords } from "../options/typed-line.ts";
import { lineWidth } from "../report/entry.ts";
import { showDuration } from "../report/numbers.ts";
import { wrapped } from "../report/wrapped.ts";
import { startDevice } from "../run/device.ts";
import { planRun } from "../run/plan.ts";
import type { Surroundings } from "../surroundings.ts";
import { imageDataOptions, imageModelOptions } from "./train.ts";
import { tableOptions } from "./train-csv.ts";
import { option } from "./train-options.ts";
import { textOptions } from "./train-text.ts";

const description = `Checks a set-up before it is trained: the data's statistics, the loss at initialization, the first updates, the \
gradient against finite differences, and whether a few examples can be learned by heart.

It takes the options of thalweg train and leaves nothing behind. The exit code is 0 where all checks pass, 1 otherwise.`;

const details = [
  "",
  "Examples:",
  "  $ thalweg doctor --data garments --model cnn",
  "  $ thalweg doctor --data garments --model mlp --optimizer sgd --learning-rate 0.1 --momentum 0.9",
  "  $ thalweg doctor --data houses.csv --target price --hidden 32,32",
  "  $ thalweg doctor --data story.txt --model lstm",
].join("\n");

const kindNames: Readonly<Record<Kind, string>> = { images: "pictures", table: "tables", text: "texts" };

interface Asked extends Given {
  readonly data: string;
  readonly seconds: number;
  readonly json?: boolean;
}

const told = (check: Check, width: number): string => {
  const { name, passed, sentence, remedies, findings, seconds } = check;
  const head = `${passed ? "ok  " : "FAIL"} ${name.padEnd(13)} `;
  const indent = head.length;
  const lines = wrapped(`${sentence} (${showDuration(seconds)})`, width - indent, indent);
  const todo = passed
    ? []
    : remedies.map((remedy) => `${" ".repeat(indent)}try: ${wrapped(remedy, width - indent - 5, indent + 5)}`);
  // The first is the check's own sentence.
  const more = findings.slice(passed ? 0 : 1).flatMap((finding) => describeFinding(finding, width - indent));
  return [head + lines, ...todo, ...more.map((line) => " ".repeat(indent) + line)].join("\n");
};

const checkData = async (kind: Kind, data: string): Promise<void> => {
  if (kind === "images" || (await stat(data).catch(() => undefined))) return;
  throw wrongUsage(`--data: there is no data set and no file ${data}${suggestion(data, datasetNames)}`);
};

/** What was typed without the doctor's own words. */
const forTraining = (words: readonly string[]): readonly string[] => {
  const own = words.indexOf("doctor");
  return words.slice(own + 1).filter((word, index, all) => {
    const [name] = word.split("=");
    const before = all[index - 1];
    return !["--data", "--seconds", "--json"].includes(name) && before !== "--data" && before !== "--seconds";
  });
};

/** `thalweg doctor --data …` */
export const doctorCommand = (surroundings: Surroundings): Command => {
  const { options, kindsOf } = optionsFor({
    images: [...imageDataOptions, ...imageModelOptions],
    table: tableOptions,
    text: textOptions,
  });
  const command = new Command("doctor")
    .summary("checks a set-up before it is trained")
    .description(description)
    .addOption(
      new Option(
        "--data <what>",
        "garments, fashion-mnist, a table (.csv, .tsv) or texts (any other file, or a folder)",
      ).makeOptionMandatory(),
    )
    .addHelpText("after", details);
  for (const each of options) command.addOption(each);
  command.addOption(option("--seconds <n>", "about how long it may take", positive, 8));
  command.addOption(new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"));
  return command.action(async ({ data, seconds, json = false, ...given }: Asked) => {
    const kind = kindOf(data);
    const foreign = options.find(
      (each) => each.attributeName() in given && !kindsOf(each.attributeName()).includes(kind),
    );
    if (foreign) throw wrongUsage(`${foreign.long}: ${kindNames[kind]} have no use for it; leave it out`);
    const { out, err } = surroundings;
    const talk = json ? err : out;
    const { settings, train, task } = prepare(data, given);
    await checkData(kind, data);
    await startDevice(settings);
    const plan = await planRun(await task(), settings);
    const width = lineWidth(out);
    const { batchSize } = settings;
    const examination = await examine(plan.parts, plan.train, {
      batchSize,
      epochs: plan.epochs,
      seconds,
      ...(plan.task.validation && { validation: plan.task.validation }),
      onCheck: (check) => void talk.write(`${told(check, width)}\n`),
    });
    const { checks, passed, millisecondsPerStep } = examination;
    const failed = checks.filter((check) => !check.passed).length;
    const whole = (plan.updates * millisecondsPerStep) / 1000;
    const rest = Number.isFinite(whole) ? `; ${plan.updates} updates will take about ${showDuration(whole)}` : "";
    talk.write(
      passed
        ? `\nall is well${rest}\n  $ ${lineOf(["train", ...train, ...forTraining(typedWords(command))])}\n`
        : `\n${failed} of ${checks.length} checks failed\n`,
    );
    if (json) out.write(`${JSON.stringify({ passed, checks, millisecondsPerStep, updates: plan.updates })}\n`);
    if (!passed) throw new CommandError(`${failed === 1 ? "a check" : `${failed} checks`} failed`, 1);
  });
};
