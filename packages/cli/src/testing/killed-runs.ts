/** Runs of the built command that are killed again and again, go on, and must come to what an unbroken one comes to. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readEvents, readJsonLines, scalarsIn } from "thalweg/events";
import type { Generator } from "thalweg/random";
import { decodeSafetensors } from "thalweg/training";

/** Another program than the built one may be named, such as a bundle of the sources. */
const program = process.env.THALWEG_PROGRAM ?? fileURLToPath(new URL("../../bin/thalweg.js", import.meta.url));

export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ending: Promise<Ending>;
  /** Resolves once a text is on stderr. */
  readonly says: (text: string) => Promise<void>;
}

/** `thalweg train … --json` in a process of its own. */
export const startTraining = (folder: string, parameters: readonly string[]): Started => {
  const child = spawn(process.execPath, [program, "train", ...parameters, "--json"], { cwd: folder });
  const text = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    text.out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text.err += chunk.toString();
  });
  const ending = new Promise<Ending>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, ...text }));
  });
  const says = async (wanted: string): Promise<void> => {
    while (!text.err.includes(wanted) && child.exitCode === null) await setTimeout(5);
  };
  return { child, ending, says };
};

/** What a run has left that must not depend on whether it was broken off. */
export interface Left {
  readonly final: string;
  readonly best: string;
  /** Without the seconds. */
  readonly history: string;
  /** Of each update, of the log. */
  readonly steps: readonly object[];
  /** What TensorBoard shows. */
  readonly curves: readonly object[];
  readonly names: readonly string[];
}

const base64 = async (path: string): Promise<string> => (await readFile(path)).toString("base64");

/** Arrays alone: the rest says at which time it was. */
const arraysOf = async (path: string): Promise<string> => {
  if (!existsSync(path)) return "";
  const { arrays } = decodeSafetensors(await readFile(path), { name: path });
  return JSON.stringify(
    Object.entries(arrays).map(([name, { values }]) => [name, Buffer.from(values.buffer).toString("base64")]),
  );
};

const withoutSeconds = (csv: string): string => {
  const rows = csv.split("\n").map((line) => line.split(","));
  const at = rows[0].indexOf("seconds");
  return rows.map((row) => row.filter((_, column) => column !== at).join(",")).join("\n");
};

export const leftIn = async (run: string): Promise<Left> => {
  const lines = (await readJsonLines(join(run, "log.jsonl"))) ?? [];
  const names = (await readdir(run, { recursive: true })).filter((name) => !/tfevents/.test(name)).sort();
  return {
    final: await base64(join(run, "checkpoints", "final.safetensors")),
    best: await arraysOf(join(run, "checkpoints", "best.safetensors")),
    history: withoutSeconds(await readFile(join(run, "history.csv"), "utf8")),
    steps: lines.filter(({ kind }) => kind === "step"),
    curves: scalarsIn(await readEvents(run)).flatMap(({ step, tag, value }) =>
      tag === "epoch/seconds" ? [] : [{ step, tag, value }],
    ),
    names,
  };
};

export interface Unbroken {
  readonly left: Left;
  /** Milliseconds before training begins, and of training. */
  readonly startup: number;
  readonly training: number;
  /** The line of `--json`, without times. */
  readonly facts: object;
}

const factsIn = ({ out }: Ending): { readonly facts: object; readonly seconds: number } => {
  const {
    seconds,
    millisecondsPerStep: _,
    runDir: __,
    ...facts
  } = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "{}");
  return { facts, seconds };
};

const failed = ({ code, err }: Ending): Error => new Error(`ended with ${code}: ${err}`);

export const unbroken = async (folder: string, parameters: readonly string[]): Promise<Unbroken> => {
  const begun = performance.now();
  const ending = await startTraining(folder, [...parameters, "--run-dir", "unbroken"]).ending;
  if (ending.code !== 0) throw failed(ending);
  const { facts, seconds } = factsIn(ending);
  const whole = performance.now() - begun;
  const training = 1000 * seconds;
  return { left: await leftIn(join(folder, "unbroken")), startup: whole - training, training, facts };
};

/** A run that was killed: after so many milliseconds of each of its processes. */
export interface Killed {
  readonly moments: readonly number[];
  /** The updates that the checkpoint had after each of them. */
  readonly updates: readonly number[];
  readonly left: Left;
  /** Left out where it was killed when it had finished, but not yet said so. */
  readonly facts?: object;
}

const checkpointed = async (run: string): Promise<number> => {
  const bytes = await readFile(join(run, "checkpoints", "last.safetensors")).catch(() => undefined);
  if (bytes === undefined) return 0;
  return JSON.parse(decodeSafetensors(bytes, { name: run }).metadata.thalweg).step;
};

const isFinished = async (run: string): Promise<boolean> => {
  const text = await readFile(join(run, "run.json"), "utf8").catch(() => "{}");
  return JSON.parse(text).status === "finished";
};

/** Kills a run up to `times` times at random moments, most of them while it trains, and lets it end. */
export const killedRun = async (
  folder: string,
  {
    parameters,
    name,
    times,
  }: { readonly parameters: readonly string[]; readonly name: string; readonly times: number },
  { startup, training }: Unbroken,
  random: Generator,
): Promise<Killed> => {
  const run = join(folder, name);
  const start = (): Started =>
    existsSync(join(run, "run.json"))
      ? startTraining(folder, ["--resume", name])
      : startTraining(folder, [...parameters, "--run-dir", name]);
  const moments: number[] = [];
  const updates: number[] = [];
  for (let time = 0; time < times; time++) {
    const begun = performance.now();
    const { child, ending, says } = start();
    const isEarly = random.uniform() < 0.2;
    if (!isEarly) await says("  seed ");
    const length = isEarly ? startup : (2 * training) / times;
    await Promise.race([setTimeout(length * random.uniform()), ending]);
    const moment = performance.now() - begun;
    child.kill("SIGKILL");
    const { code, err, signal, out } = await ending;
    if (signal === "SIGKILL") {
      moments.push(moment);
      updates.push(await checkpointed(run));
    } else if (code !== 0) throw failed({ code, err, signal, out });
    else return { moments, updates, left: await leftIn(run), facts: factsIn({ code, err, signal, out }).facts };
    if (await isFinished(run)) return { moments, updates, left: await leftIn(run) };
  }
  const last = await start().ending;
  if (last.code !== 0) throw failed(last);
  return { moments, updates, left: await leftIn(run), facts: factsIn(last).facts };
};
