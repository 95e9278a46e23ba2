/** Surroundings that remember what a command writes. */
import { runCommandLine } from "../command-line.ts";
import { Interruption } from "../surroundings.ts";

export class Recorder {
  text = "";

  write(text: string): void {
    this.text += text;
  }
}

export const fakeSurroundings = () => ({ out: new Recorder(), err: new Recorder(), interruption: new Interruption() });

/** Runs a command line in this process. */
export const runHere = async (...parameters: readonly string[]) => {
  const surroundings = fakeSurroundings();
  const exitCode = await runCommandLine(parameters, surroundings);
  return { exitCode, out: surroundings.out.text, err: surroundings.err.text };
};

export const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1) ?? "";
