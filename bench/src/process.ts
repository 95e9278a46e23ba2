import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { WrittenTask } from "./files.ts";
import type { Answers, Failure, Request } from "./protocol.ts";
import type { About } from "./side.ts";

export interface Command {
  readonly program: string;
  readonly parameters: readonly string[];
}

/** A side in a process of its own, which waits unless it is asked something. */
export class SideProcess {
  readonly about: About;
  private readonly child: ChildProcess;
  private readonly ask: Ask;

  private constructor(child: ChildProcess, ask: Ask, about: About) {
    this.child = child;
    this.ask = ask;
    this.about = about;
  }

  /** Starts a side; `what` begins its errors. */
  static async start(what: string, { program, parameters }: Command): Promise<SideProcess> {
    const child = spawn(program, parameters, { stdio: ["pipe", "pipe", "pipe"] });
    const ask = asking(what, child);
    try {
      return new SideProcess(child, ask, await ask({ do: "introduce" }));
    } catch (error) {
      child.stdin.end();
      throw error;
    }
  }

  /** Whether it is still there. */
  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Gets ready for a task; otherwise why there is no such work on this side. */
  async prepare(task: WrittenTask): Promise<string | undefined> {
    const answer = await this.ask({ do: "prepare", task });
    return "unable" in answer ? answer.unable : undefined;
  }

  /** Milliseconds of each call. */
  async run(calls: number): Promise<readonly number[]> {
    return (await this.ask({ do: "run", calls })).times;
  }

  async result(): Promise<number> {
    return (await this.ask({ do: "result" })).value ?? Number.NaN;
  }

  async release(): Promise<void> {
    await this.ask({ do: "release" });
  }

  async end(): Promise<void> {
    if (!this.isRunning) return;
    this.child.stdin?.end();
    await once(this.child, "exit");
  }
}

type Ask = <R extends Request>(request: R) => Promise<Answers[R["do"]]>;

/** Seconds after which a side is given up. */
const patience = 40;

/** Lines of a failed process's errors worth showing. */
const shownLines = 5;

const asking = (what: string, child: ReturnType<typeof spawn>): Ask => {
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error(`${what}: its process has no streams`);
  let complaints = "";
  let impatient = false;
  stderr.on("data", (chunk) => {
    complaints = `${complaints}${chunk}`.slice(-4000);
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", (error) => reject(new Error(`${what}: cannot be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (impatient) reject(new Error(`no answer within ${patience} s`));
      const last = complaints.trimEnd().split("\n").slice(-shownLines).join("\n");
      reject(new Error(`${what}: its process ended with ${signal ?? `exit code ${code}`}${last ? `:\n${last}` : ""}`));
    });
  });
  // It is awaited only while a request is open.
  ended.catch(() => undefined);
  // A process that is gone says so by its end.
  stdin.on("error", () => undefined);
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return async <R extends Request>(request: R) => {
    stdin.write(`${JSON.stringify(request)}\n`);
    const timer = setTimeout(() => {
      impatient = true;
      child.kill();
    }, patience * 1000);
    const line = await Promise.race([lines.next(), ended]).finally(() => clearTimeout(timer));
    if (line.done) return ended;
    const answer: Answers[R["do"]] | Failure = JSON.parse(line.value);
    if ("error" in answer) throw new Error(`${what}: ${answer.error}`);
    return answer;
  };
};
