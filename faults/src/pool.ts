import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { type CaseName, showCase } from "./case.ts";
import type { Outcome } from "./outcome.ts";

const worker = fileURLToPath(new URL("./worker.ts", import.meta.url));

export const usualJobs = (): number => availableParallelism();

/** What a worker answers: the outcome, or what went wrong. */
export type Answer = { readonly outcome: Outcome } | { readonly error: string };

const isAnswer = (message: unknown): message is Answer =>
  typeof message === "object" && message !== null && ("outcome" in message || "error" in message);

/** Runs cases over processes of their own; outcomes come in the order of the cases. */
export const runCases = async (
  cases: readonly CaseName[],
  jobs: number,
  onDone: (done: number, name: CaseName) => void,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    const child = fork(worker);
    try {
      while (next < cases.length) {
        const place = next++;
        const name = cases[place];
        const answer = await ask(child, name);
        if ("error" in answer) throw new Error(`${showCase(name)}: ${answer.error}`);
        outcomes[place] = answer.outcome;
        onDone(++done, name);
      }
    } finally {
      child.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(jobs, cases.length)) }, work));
  return outcomes;
};

const ask = (child: ChildProcess, name: CaseName): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`${showCase(name)}: its process ended with ${code}`));
    child.once("exit", onExit);
    child.once("message", (message: unknown) => {
      child.off("exit", onExit);
      if (isAnswer(message)) resolve(message);
      else reject(new Error(`${showCase(name)}: its process gave no answer`));
    });
    child.send(name);
  });
