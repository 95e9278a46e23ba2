import { type ChildProcess, fork } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CommandError, interrupted } from "../command-error.ts";
import type { Interruption } from "../surroundings.ts";
import { nameOf, type SweepFolder } from "./sweep-folder.ts";
import { type HalvingKind, type Job, type Progress, possibleJobs } from "./sweep-halving.ts";
import { type Outcome, readTrial, type TrialAnswer, type TrialRequest, type TrialSettings } from "./trial.ts";

/** A sweep that is ready to run. */
export interface SweepPlan {
  readonly trials: readonly TrialSettings[];
  /** How long trials are at the end of each rung; with one rung, as long as they are themselves. */
  readonly rungs: readonly number[];
  readonly halving: { readonly kind: HalvingKind; readonly eta: number };
  readonly metric: string;
  /** Whether a smaller score is better. */
  readonly isSmallBest: boolean;
  readonly processes: number;
}

/** How long a trial is as a whole. */
export const wholeLength = (settings: TrialSettings): number =>
  settings.kind === "surface" ? settings.steps : settings.epochs;

const program = fileURLToPath(new URL("../../dist/lab/trial-process.js", import.meta.url));

/** A process that runs one trial after the other. */
class TrialProcess {
  private readonly child: ChildProcess;
  private said = "";

  constructor() {
    // Flags of this process are not for that one.
    this.child = fork(program, { execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.said = `${this.said}${chunk.toString()}`.slice(-2000);
    });
  }

  /** Runs a trial to the end of a rung; fails where it cannot be. */
  run(request: TrialRequest): Promise<void> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const settle = (error?: string): void => {
        child.off("message", onMessage).off("exit", onExit);
        if (error === undefined) resolve();
        else reject(new CommandError(error, 1));
      };
      const onMessage = ({ error }: TrialAnswer): void => settle(error);
      const onExit = (code: number | null, signal: string | null): void => {
        const why = this.said.split("\n").find((line) => /error/i.test(line)) ?? "";
        settle(`its process ended by ${signal ?? `exit code ${code}`}${why === "" ? "" : `: ${why}`}`);
      };
      child.on("message", onMessage).on("exit", onExit);
      child.send(request, (error) => {
        if (error) settle(`its process cannot be reached: ${error.message}`);
      });
    });
  }

  /** Ends it at once: nothing that counts is ever half written. */
  end(): void {
    this.child.kill("SIGKILL");
  }
}

const progressOf =
  (isSmallBest: boolean) =>
  (outcomes: readonly Outcome[]): Progress =>
    outcomes.map(({ score }) => (score === null ? undefined : isSmallBest ? score : -score));

/** Milliseconds between two looks at whether the user has asked to stop. */
const lookEvery = 50;

/**
 * Runs all trials that are not there yet, on so many processes; `tell` hears of each rung that ends. Gives what all
 * trials came to.
 */
export const runSweep = async (
  plan: SweepPlan,
  folder: SweepFolder,
  interruption: Interruption,
  tell: (job: Job, outcome: Outcome) => void,
): Promise<readonly (readonly Outcome[])[]> => {
  const { trials, rungs, metric } = plan;
  const outcomes = await folder.outcomes(trials.length);
  const idle: TrialProcess[] = [];
  const all: TrialProcess[] = [];
  const running = new Map<number, Promise<void>>();
  const failures: Error[] = [];
  const take = async ({ trial, rung }: Job): Promise<void> => {
    const own = idle.pop() ?? new TrialProcess();
    if (!all.includes(own)) all.push(own);
    const [settings, whole] = [trials[trial], rung === rungs.length - 1];
    const request = {
      folder: folder.trial(trial),
      claim: await folder.claim(trial, rung),
      settings,
      metric,
      length: whole ? wholeLength(settings) : rungs[rung],
      whole,
    };
    await own.run(request);
    const found = await readTrial(request.folder);
    outcomes[trial] = found?.rungs ?? [];
    const last = outcomes[trial].at(-1);
    if (last) tell({ trial, rung }, last);
    idle.push(own);
  };
  try {
    for (;;) {
      const progress = outcomes.map(progressOf(plan.isSmallBest));
      const jobs = possibleJobs(progress, rungs.length, plan.halving).filter(({ trial }) => !running.has(trial));
      for (const job of jobs.slice(0, plan.processes - running.size)) {
        const { trial } = job;
        const work = take(job)
          .catch((error: unknown) => {
            const reason = error instanceof Error ? error.message : String(error);
            failures.push(new CommandError(`trial ${nameOf(trial)}: ${reason}`, 1));
          })
          .finally(() => running.delete(trial));
        running.set(trial, work);
      }
      if (running.size === 0) return outcomes;
      await Promise.race([...running.values(), setTimeout(lookEvery, undefined, { ref: false })]);
      if (interruption.requested) throw interrupted("stopped");
      if (failures.length > 0) throw failures[0];
    }
  } finally {
    for (const each of all) each.end();
  }
};
