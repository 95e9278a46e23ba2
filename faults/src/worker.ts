/** A process of the suite: answers each case it is sent with its outcome. */
import type { CaseName } from "./case.ts";
import { outcomeOf } from "./outcome.ts";
import type { Answer } from "./pool.ts";
import { startDevice } from "./run-case.ts";

const isCaseName = (message: unknown): message is CaseName =>
  typeof message === "object" && message !== null && "rule" in message && "problem" in message && "seed" in message;

const answerTo = async (message: unknown): Promise<Answer> => {
  if (!isCaseName(message)) return { error: "not the name of a case" };
  try {
    return { outcome: await outcomeOf(message) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};

startDevice();
process.on("message", (message) => {
  answerTo(message).then((answer) => process.send?.(answer));
});
