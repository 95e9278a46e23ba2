import { expect, it } from "vitest";
import { probeAt, seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { noisyGradient } from "./noisy-gradient.ts";

interface Noise {
  /** Fall of the own batch's loss, as a part of it. */
  readonly own?: number;
  readonly halves?: number;
  readonly loss?: number;
  readonly slope?: number;
  readonly last?: number;
}

const bouncing = ({ own = 0.4, halves = 0, loss = 0.6, slope = 0, last = loss }: Noise) =>
  seenOf({
    setup: setupFor({
      batchSize: 2,
      optimizer: { ...setupFor().optimizer, name: "momentum", hyperparameters: { "accumulateMomentum/beta": 0.9 } },
    }),
    steps: stepsWith(Array.from({ length: 320 }, (_, index) => (index < 240 ? loss : last))),
    probes: [32, 64, 100, 200].map((step) =>
      probeAt(step, {
        loss,
        examples: 2,
        turn: { lossAfter: (1 - own) * loss, cosine: 0.5, slopeBefore: -slope * loss, slopeAfter: 0, halves },
      }),
    ),
  });

it("says that updates learn their own batch only", () => {
  const verdict = noisyGradient.judge(bouncing({}));
  expect(verdict?.sentence).toContain("Batches of 2 are too small");
  expect(verdict?.sentence).toContain("by 40 % on average, but the loss as a whole stays at 0.6");
  expect(verdict?.remedies[0]).toBe("batches of 32: noise falls as 1/batch");
});

it.each<readonly [string, Noise, Noise]>([
  ["a fall of 20 % of the own batch's loss", { own: 0.21 }, { own: 0.19 }],
  // ¼·slope/(1 − 0.9) of the loss.
  ["or noise that makes half of the loss", { own: 0.01, slope: 0.21 }, { own: 0.01, slope: 0.19 }],
  ["halves that do not agree", { halves: 0.49 }, { halves: 0.51 }],
  ["a loss of 20 % of guessing, ln 2", { loss: 0.14 }, { loss: 0.13 }],
  ["no progress", { last: 0.52 }, { last: 0.5 }],
  ["updates that lead down on their batch", { own: 0.3, slope: 1 }, { own: -0.1, slope: 1 }],
])("needs %s", (_, noisy, calm) => {
  expect(noisyGradient.judge(bouncing(noisy))).toBeDefined();
  expect(noisyGradient.judge(bouncing(calm))).toBeUndefined();
});

it("waits for four probes", () => {
  const seen = bouncing({});
  expect(noisyGradient.judge({ ...seen, probes: seen.probes.slice(1) })).toBeUndefined();
});
