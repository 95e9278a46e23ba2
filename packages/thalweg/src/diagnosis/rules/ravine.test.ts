import { expect, it } from "vitest";
import { probeAt, seenOf, stepsWith } from "../testing/seen.ts";
import { ravine } from "./ravine.ts";

interface ZigZag {
  /** Probes of 20 with a turn. */
  readonly turns?: number;
  readonly cosine?: number;
  /** Probes of 20 whose loss rises. */
  readonly rises?: number;
  readonly halves?: number;
  /** Losses of the first updates, the third quarter and the last one. */
  readonly losses?: readonly [number, number, number];
}

const crossing = ({ turns = 12, cosine = -0.8, rises = 0, halves = 0.8, losses = [1, 0.4, 0.3] }: ZigZag) =>
  seenOf({
    steps: stepsWith(Array.from({ length: 400 }, (_, index) => losses[index < 200 ? 0 : index < 300 ? 1 : 2])),
    probes: Array.from({ length: 20 }, (_, index) =>
      probeAt(20 * (index + 1), {
        loss: 0.5,
        turn: {
          lossAfter: index < rises ? 0.6 : 0.4,
          cosine: index >= 20 - turns ? cosine : 0.9,
          slopeBefore: -0.1,
          slopeAfter: 0.08,
          halves,
        },
      }),
    ),
  });

it("tells how many steps turned back, and how slowly the loss falls", () => {
  const verdict = ravine.judge(crossing({}));
  expect(verdict?.sentence).toContain("in 12 of 20 probes the gradient points back after the update");
  expect(verdict?.sentence).toContain("from 0.4 to 0.3");
});

it.each<readonly [string, ZigZag, ZigZag]>([
  ["turns in 35 % of the probes", { turns: 7 }, { turns: 6 }],
  ["a cosine below −0.3", { cosine: -0.31 }, { cosine: -0.29 }],
  ["updates that lower the loss", { rises: 6 }, { rises: 7 }],
  ["halves that agree", { halves: 0.31 }, { halves: 0.29 }],
  ["a loss that falls", { losses: [1, 0.4, 0.393] }, { losses: [1, 0.4, 0.395] }],
  ["but slowly", { losses: [1, 0.4, 0.21] }, { losses: [1, 0.4, 0.19] }],
  ["and is not gone yet", { losses: [1, 0.03, 0.021] }, { losses: [1, 0.03, 0.019] }],
])("needs %s", (_, zigZag, straight) => {
  expect(ravine.judge(crossing(zigZag))).toBeDefined();
  expect(ravine.judge(crossing(straight))).toBeUndefined();
});

it("says nothing of a zig-zag that is over", () => {
  const { probes, ...seen } = crossing({ turns: 15 });
  const calm = { lossAfter: 0.4, cosine: 0.9, slopeBefore: -0.1, slopeAfter: -0.1 };
  const over = probes.map((probe, index) => (index < 15 ? probe : { ...probe, turn: calm }));
  expect(ravine.judge({ ...seen, probes: over })).toBeUndefined();
});
