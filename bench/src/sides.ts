import { fileURLToPath } from "node:url";
import { type Command, SideProcess } from "./process.ts";

/** The sides besides Thalweg, as `--peers` calls them. */
export const peerKeys = ["torch", "jax", "jax-fma", "tf-wasm", "tf-cpu"] as const;
export type PeerKey = (typeof peerKeys)[number];
export type SideKey = "thalweg" | "thalweg-blas" | PeerKey;

export interface SideSettings {
  readonly threads: number;
  /** "auto", "off", or the path of a library. */
  readonly blas: string;
  /** A Python that has PyTorch. */
  readonly python?: string;
}

export const pythonVariable = "THALWEG_BENCH_PYTHON";

/** How a side is started, or why it cannot be. */
export const commandOf = (key: SideKey, { threads, blas, python }: SideSettings): Command | { absent: string } => {
  switch (key) {
    case "thalweg":
      return ownProgram("thalweg", String(threads), "off");
    case "thalweg-blas":
      return blas === "off" ? { absent: "left out by --blas off" } : ownProgram("thalweg", String(threads), blas);
    case "torch":
      return python
        ? { program: python, parameters: [torchProgram, String(threads)] }
        : { absent: `left out; set $${pythonVariable} to a Python that has PyTorch` };
    default:
      return ownProgram(key);
  }
};

/** Starts a side, or says why it is not there. */
export const startSide = async (key: SideKey, settings: SideSettings): Promise<SideProcess | { absent: string }> => {
  const command = commandOf(key, settings);
  if ("absent" in command) return command;
  const what = key === "torch" ? `$${pythonVariable} = ${command.program}` : key;
  const side = await SideProcess.start(what, command).catch((error) => {
    if (key !== "torch") throw error;
    throw new Error(`${error.message}; name a Python that has PyTorch, or unset the variable`);
  });
  if (key !== "thalweg-blas" || side.about.blas !== undefined) return side;
  await side.end();
  return { absent: "no system BLAS was found" };
};

const sibling = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Built or run from its source, it starts others in the same way.
const peerProgram = sibling(import.meta.url.endsWith(".ts") ? "./peer.ts" : "./peer.js");
const torchProgram = sibling("../src/peers/pytorch.py");

const ownProgram = (...parameters: readonly string[]): Command => ({
  program: process.execPath,
  parameters: [...process.execArgv, peerProgram, ...parameters],
});
