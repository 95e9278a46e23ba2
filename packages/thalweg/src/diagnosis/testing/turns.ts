import type { Probe } from "../../training/index.ts";
import { probeAt } from "./seen.ts";

/** What an update did: how far it went on the way to the lowest place, its length against the weights, and the loss after it. */
export interface Turn {
  readonly bend: number;
  readonly stride?: number;
  /** In the loss before. */
  readonly after?: number;
}

const usualSteps = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 100];

/** Probes at the first updates with these turns, the last one over again. */
export const probesWith = (turns: readonly Turn[], changes: Partial<Probe> = {}): readonly Probe[] =>
  usualSteps.map((step, index) => {
    const { bend, stride = 0.01, after = 0.9 } = turns[Math.min(index, turns.length - 1)];
    const probe = probeAt(step, { weightNorm: 5, updateNorm: 5 * stride, ...changes });
    const turn = {
      lossAfter: after * probe.loss,
      cosine: 0.5,
      slopeBefore: -0.1,
      slopeAfter: -0.1 * (1 - bend),
      signal: 1,
      noise: 0,
    };
    return { ...probe, turn };
  });

/** As many losses along a line. */
export const line = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
