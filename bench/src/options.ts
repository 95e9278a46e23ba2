import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { type PeerKey, peerKeys } from "./sides.ts";
import { type Workload, workloads } from "./workloads.ts";

/** What can be measured in place of speed, each by an option of its name. */
const modes = ["memory", "scaling", "probes"] as const;

export interface Options {
  readonly mode: (typeof modes)[number] | "speed";
  readonly threads: number;
  readonly blas: string;
  readonly workloads: readonly Workload[];
  readonly peers: readonly PeerKey[];
  readonly rounds: number;
  readonly json: boolean;
  readonly save: boolean;
}

/** What is wrong with a command line. */
export class UsageError extends Error {}

export const readOptions = (parameters: readonly string[]): Options => {
  const { values } = parse(parameters);
  const [mode = "speed", other] = modes.filter((name) => values[name]);
  if (other) throw new UsageError(`--${mode} and --${other} are modes; give one of them`);
  return {
    mode,
    threads: values.threads === undefined ? availableParallelism() : positive("threads", values.threads),
    blas: values.blas,
    workloads: chosenWorkloads(values.only),
    peers: chosenPeers(values.peers),
    rounds: positive("rounds", values.rounds),
    json: values.json,
    save: values.save,
  };
};

const parse = (parameters: readonly string[]) => {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        threads: { type: "string" },
        blas: { type: "string", default: "auto" },
        only: { type: "string", multiple: true },
        peers: { type: "string" },
        rounds: { type: "string", default: "7" },
        memory: { type: "boolean", default: false },
        scaling: { type: "boolean", default: false },
        probes: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        save: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const positive = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`--${name} must be a positive whole number, got ${text}`);
};

const chosenWorkloads = (only: readonly string[] | undefined): readonly Workload[] => {
  const names = only?.flatMap((list) => list.split(","));
  const wrong = names?.find((name) => !workloads.some(({ key }) => key === name));
  if (wrong !== undefined) {
    throw new UsageError(`--only must be of ${workloads.map(({ key }) => key).join(", ")}, got ${wrong}`);
  }
  return names ? workloads.filter(({ key }) => names.includes(key)) : workloads;
};

const chosenPeers = (list: string | undefined): readonly PeerKey[] => {
  if (list === undefined) return peerKeys;
  const names = list === "" || list === "none" ? [] : list.split(",");
  const wrong = names.find((name) => !peerKeys.some((key) => key === name));
  if (wrong !== undefined) throw new UsageError(`--peers must be none, or of ${peerKeys.join(", ")}, got ${wrong}`);
  return peerKeys.filter((key) => names.includes(key));
};
