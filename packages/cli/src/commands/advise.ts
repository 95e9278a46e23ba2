import { createInterface } from "node:readline/promises";
import { Command, Option } from "commander";
import { writeFileAtomic } from "thalweg/platform";
import { wrongUsage } from "../command-error.ts";
import type { Answer } from "../lab/advice.ts";
import { type Advice, adviceFor } from "../lab/advice-answer.ts";
import { type Case, type ModelName, modelNames, type TaskName, taskNames, usualModels } from "../lab/advice-case.ts";
import { caseText, guideFor, order } from "../lab/advice-guide.ts";
import { commandFor, programFor } from "../lab/advice-programs.ts";
import { type Ask, askForCase } from "../lab/advice-questions.ts";
import { symptomMeant, symptoms } from "../lab/advice-symptoms.ts";
import { choice } from "../options/choice.ts";
import { batchSize, count } from "../options/numbers.ts";
import { entryFields, lineWidth } from "../report/entry.ts";
import { wrapped } from "../report/wrapped.ts";
import { checkFile } from "../run/run-folder.ts";
import type { Surroundings } from "../surroundings.ts";
import { option } from "./train-options.ts";

const description = `Says how to train a model: a whole configuration, the reason for every setting with its source, a command \
to run and a program. On a terminal it asks where no options are given.`;

interface AdviseOptions extends Partial<Omit<Case, "task" | "model">> {
  readonly task?: TaskName;
  readonly model?: ModelName;
  readonly write?: string;
  readonly json?: boolean;
}

const adviseOptions = (): readonly Option[] => [
  option("--task <name>", taskNames.join(", "), choice("task", taskNames)),
  option("--model <name>", `${modelNames.join(", ")} (default: what suits the task)`, choice("model", modelNames)),
  option("--data-size <n>", "training examples, or characters of texts", count),
  option("--batch-size <n>", "where it is settled already, or all", batchSize),
  new Option("--sparse", "most gradients are 0, as with rare words or items"),
  option("--budget <n>", "epochs that can be afforded", count),
  new Option("--symptom <words>", `what goes wrong: ${symptoms.map(({ name }) => `"${name}"`).join(", ")}`),
  new Option("--file <path>", "your text or table, for the command"),
  new Option("--target <column>", "the column to predict, for the command"),
  new Option(
    "--write <guide.md>",
    "write the advice there as a guide, with the order of steps and a table of failures",
  ),
  new Option("--json", "one line of JSON"),
];

const facts = (advice: Advice) => ({
  case: advice.case,
  configuration: advice.configuration,
  choices: advice.answers,
  symptom: advice.symptom === undefined ? null : { name: advice.symptom.name, fix: advice.symptom.fix },
  ...commandFor(advice),
  program: programFor(advice),
});

/** A setting with its reason, which is not told twice. */
const answerText = ({ value, why, source }: Answer, before: readonly Answer[]): string => {
  const same = before.find((each) => each.why === why);
  return same === undefined ? `${value}. ${why} (${source}).` : `${value}; why: as for ${same.what}`;
};

const told = (advice: Advice, width: number): readonly string[] => {
  const { answers, symptom } = advice;
  const { command, note } = commandFor(advice);
  return [
    wrapped(`Advice for ${caseText(advice)}`, width, 2),
    "",
    ...(symptom === undefined ? [] : [wrapped(`${symptom.name}: ${symptom.fix}.`, width, 2), ""]),
    ...entryFields(
      answers.map((answer, index) => [answer.what, answerText(answer, answers.slice(0, index))]),
      width,
    ),
    "",
    wrapped(`Run it${note === undefined ? "" : `, ${note}`}:`, width, 0),
    `  ${command}`,
    "",
    "In a program, where model, train and validation are yours:",
    ...programFor(advice)
      .split("\n")
      .map((line) => (line === "" ? "" : `  ${line}`)),
    "",
    "In this order",
    ...order.map((step, index) => `  ${index + 1}. ${wrapped(step, width - 5, 5)}`),
    ...(symptom === undefined ? [] : ["", wrapped(`The words: thalweg explain ${symptom.terms.join(", ")}`, width, 2)]),
  ];
};

/** The user's answers, where a person sits at a terminal. */
const terminalAsk = ({ out }: Surroundings): { readonly ask: Ask; readonly close: () => void } | undefined => {
  if (!process.stdin.isTTY || out.isTTY !== true) return undefined;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return { ask: (question) => lines.question(question), close: () => lines.close() };
};

const caseFrom = async (
  { task, model, sparse = false, ...rest }: Omit<AdviseOptions, "write" | "json">,
  surroundings: Surroundings,
): Promise<Case> => {
  if (rest.symptom !== undefined) symptomMeant(rest.symptom);
  if (task !== undefined) return { ...rest, task, model: model ?? usualModels[task], sparse };
  const isBare = model === undefined && !sparse && Object.keys(rest).length === 0;
  const asking = isBare ? terminalAsk(surroundings) : undefined;
  if (asking === undefined) {
    throw wrongUsage(`advise: needs --task, one of ${taskNames.join(", ")}; on a terminal, alone, it asks`);
  }
  try {
    return await askForCase(asking.ask);
  } finally {
    asking.close();
  }
};

/** `thalweg advise` */
export const adviseCommand = (surroundings: Surroundings): Command => {
  const command = new Command("advise")
    .summary("says how to train a model, and why")
    .description(description)
    .addHelpText("after", '\nExample:\n  $ thalweg advise --task tabular --data-size 5000 --symptom "loss oscillates"');
  for (const each of adviseOptions()) command.addOption(each);
  return command.action(async ({ write, json = false, ...given }: AdviseOptions) => {
    await checkFile("--write", write);
    const advice = adviceFor(await caseFrom(given, surroundings));
    const { out, err } = surroundings;
    if (write !== undefined) {
      await writeFileAtomic(write, new TextEncoder().encode(guideFor(advice)));
      (json ? err : out).write(`written to ${write}\n`);
    }
    out.write(json ? `${JSON.stringify(facts(advice))}\n` : `${told(advice, lineWidth(out)).join("\n")}\n`);
  });
};
