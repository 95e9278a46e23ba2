/** The questions that `thalweg advise` asks where no options are given. */
import { batchSize, count } from "../options/numbers.ts";
import { type Case, modelNames, taskNames, usualModels } from "./advice-case.ts";
import { symptomMeant, symptoms } from "./advice-symptoms.ts";

/** Asks one question, and returns what was typed. */
export type Ask = (question: string) => Promise<string>;

/** Asks again until the answer can be read; an empty answer is the standard. */
const asked = async <T>(ask: Ask, question: string, read: (text: string) => T, standard: T): Promise<T> => {
  let hint = "";
  while (true) {
    const text = (await ask(`${hint}${question} `)).trim();
    if (text === "") return standard;
    try {
      return read(text);
    } catch (error) {
      hint = `${error instanceof Error ? error.message : String(error)}\n`;
    }
  }
};

const among =
  <T extends string>(names: readonly T[]) =>
  (text: string): T => {
    const found = names.find((name) => name.startsWith(text.toLowerCase()));
    if (found) return found;
    throw new Error(`It must be one of ${names.join(", ")}, got ${text}.`);
  };

const yesOrNo = (text: string): boolean => /^y/i.test(text);

export const askForCase = async (ask: Ask): Promise<Case> => {
  const task = await asked(
    ask,
    `What is the task? ${taskNames.join(", ")} [classification]`,
    among(taskNames),
    "classification",
  );
  const usual = usualModels[task];
  const model = await asked(ask, `What model? ${modelNames.join(", ")} [${usual}]`, among(modelNames), usual);
  const dataSize = await asked<number | undefined>(ask, "How many training examples? [not known]", count, undefined);
  const size = await asked<number | "all" | undefined>(ask, "What batch size? [advise one]", batchSize, undefined);
  const sparse = await asked(ask, "Are gradients sparse, as for rare words? y/n [n]", yesOrNo, false);
  const budget = await asked<number | undefined>(ask, "How many epochs can you afford? [advise]", count, undefined);
  const names = symptoms.map(({ name }) => name).join(", ");
  const symptom = await asked<string | undefined>(
    ask,
    `What goes wrong? ${names} [nothing]`,
    (text) => symptomMeant(text).name,
    undefined,
  );
  return { task, model, dataSize, batchSize: size, sparse, budget, symptom };
};
