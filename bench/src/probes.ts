import { probeRequestAt } from "thalweg/diagnosis";
import { crossEntropy } from "thalweg/losses";
import { type ProbeRequest, Trainer } from "thalweg/training";
import { type Machine, machine, machineText } from "./machine.ts";
import { inputShapeOf, type ModelSpec, modelOf } from "./models.ts";
import { startDevice } from "./ours/device.ts";
import { optimizerOf } from "./ours/trained.ts";
import { milliseconds, tableOf } from "./table.ts";
import { taskOf } from "./tasks.ts";
import type { Workload } from "./workloads.ts";

/** Kinds of updates: one that nobody looks at, and the three that are looked at. */
const kinds = ["plain", "norms", "turn", "curvature"] as const;
type Kind = (typeof kinds)[number];

const requests: Readonly<Record<Kind, ProbeRequest | undefined>> = {
  plain: undefined,
  norms: {},
  turn: { turn: true },
  curvature: { curvature: true },
};

/** Median milliseconds of an update of each kind. */
export type ProbeTimes = Readonly<Record<Kind, number>>;

/** Updates of the long run that shares are told of. */
const longRun = 10_000;

export interface ProbeCosts {
  readonly machine: Machine;
  readonly threads: number;
  readonly rows: readonly {
    readonly title: string;
    readonly times: ProbeTimes;
    readonly share: number;
    readonly early: number;
  }[];
}

const kindOf = (update: number): Kind => {
  const request = probeRequestAt(update);
  if (!request) return "plain";
  return request.turn ? "turn" : "norms";
};

/** What probes add to updates `from` to `to`, as a part of what these take without. */
export const probeShare = (times: ProbeTimes, from: number, to: number): number => {
  let more = 0;
  for (let update = from; update <= to; update++) {
    more += times[kindOf(update)] - times.plain;
    if (probeRequestAt(update)?.curvature) more += times.curvature - times.norms;
  }
  return more / ((to - from + 1) * times.plain);
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Trains on one batch, every kind of update in turn; curvature, which takes longest, once a round. */
const timesOf = async (spec: ModelSpec, rounds: number, calls: number): Promise<ProbeTimes> => {
  const { data } = taskOf(spec);
  const batch = { inputs: data.x, targets: data.y };
  const plan: Kind[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (let call = 0; call < calls; call++) plan.push("plain", "norms", "plain", "turn");
    plan.push("plain", "curvature", "plain");
  }
  const trainer = new Trainer({
    model: modelOf(spec),
    loss: crossEntropy(),
    inputShape: inputShapeOf(spec),
    ...optimizerOf(spec),
  });
  const times: Record<Kind, number[]> = { plain: [], norms: [], turn: [], curvature: [] };
  let last = 0;
  await trainer.fit(() => Array.from(plan, () => batch), {
    epochs: 1,
    callbacks: [
      {
        probeAt: (update) => requests[plan[update - 1]],
        onStepEnd: ({ step }) => {
          const now = performance.now();
          times[plan[step - 1]].push(now - last);
          last = performance.now();
        },
      },
    ],
  });
  // The first round compiles.
  const warm = (kind: Kind): number => median(times[kind].slice(kind === "curvature" ? 1 : calls));
  return { plain: warm("plain"), norms: warm("norms"), turn: warm("turn"), curvature: warm("curvature") };
};

/** What looking at updates costs, at the default interval. */
export const measureProbes = async (
  workloads: readonly Workload[],
  options: { threads: number; blas: string; rounds: number; say: (line: string) => void },
): Promise<ProbeCosts> => {
  const { threads, blas, rounds, say } = options;
  const found = machine();
  const device = await startDevice({ threads, blas });
  const rows: ProbeCosts["rows"][number][] = [];
  for (const { title, calls, spec } of workloads) {
    if (spec.kind === "update" || spec.kind === "rosenbrock" || spec.kind === "product") continue;
    say(title);
    const times = await timesOf(spec, rounds, Math.max(2, calls >> 2));
    rows.push({ title, times, share: probeShare(times, 1001, longRun), early: probeShare(times, 1, longRun) });
  }
  return { machine: found, threads: device.threads, rows };
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const probesText = ({ machine: found, threads, rows }: ProbeCosts): string =>
  [
    machineText(found),
    `Thalweg with ${threads} threads. Medians of updates of each kind, in turns, without those that compile; the last two columns follow from`,
    "them and from the updates at which `watching()` looks by default.",
    "",
    tableOf(
      [
        "ms an update",
        "plain",
        "with norms and activations",
        "and the turn",
        "norms and curvature",
        "added to updates 1001–10,000",
        "added to updates 1–10,000",
      ],
      rows.map(({ title, times, share, early }) => [
        title,
        ...kinds.map((kind) => milliseconds(times[kind])),
        percent(share),
        percent(early),
      ]),
    ),
  ].join("\n");
