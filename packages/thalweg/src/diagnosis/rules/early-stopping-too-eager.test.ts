import { expect, it } from "vitest";
import { epochAt, factsOf, seenOf, setupFor } from "../testing/seen.ts";
import { earlyStoppingTooEager } from "./early-stopping-too-eager.ts";

interface Stopped {
  readonly losses?: readonly number[];
  readonly validated?: readonly number[];
  readonly patience?: number;
  readonly minDelta?: number;
  readonly epochs?: number;
  readonly examples?: number;
}

const stopped = ({
  losses = [1, 0.9, 0.8],
  validated = [1, 0.9, 0.95],
  patience = 1,
  minDelta = 0,
  epochs = 10,
  examples = 100,
}: Stopped) =>
  seenOf({
    setup: setupFor({
      epochs,
      callbacks: [{ name: "earlyStopping", options: { patience, minDelta, restoreBest: true } }],
      validation: factsOf({ examples }),
    }),
    epochs: losses.map((loss, index) =>
      epochAt(index + 1, { loss, validation: { loss: validated[index], metrics: {} } }),
    ),
    stopped: "earlyStopping: validationLoss has not improved on 0.9 of epoch 2 for 1 epoch",
  });

it("tells what was left", () => {
  const verdict = earlyStoppingTooEager.judge(stopped({}));
  expect(verdict?.sentence).toContain(
    "after 3 of 10 epochs while it was still learning: the training loss fell by 10.6 % an epoch",
  );
  expect(verdict?.remedies[0]).toContain("earlyStopping({ patience: 5 })");
});

it.each<readonly [string, Stopped, Stopped]>([
  ["at most half of the epochs", { epochs: 6 }, { epochs: 5 }],
  // 0.99² is 0.9801.
  ["a training loss that falls by 1 % an epoch over two", { losses: [1, 0.97, 0.98] }, { losses: [1, 0.97, 0.981] }],
  // Twice 1.1/√100 is 0.22.
  ["a value that is worse by chance at most", { validated: [1, 0.89, 1.1] }, { validated: [1, 0.87, 1.1] }],
  ["little patience", { patience: 2, validated: [0.9, 1, 0.95] }, { patience: 3, validated: [0.9, 1, 0.95] }],
])("needs %s", (_, eager, right) => {
  expect(earlyStoppingTooEager.judge(stopped(eager))).toBeDefined();
  expect(earlyStoppingTooEager.judge(stopped(right))).toBeUndefined();
});

it("knows a minDelta that takes improvements for nothing, whatever the patience", () => {
  const verdict = earlyStoppingTooEager.judge(
    stopped({ losses: [1, 0.9, 0.8, 0.7, 0.6], validated: [1, 0.95, 0.9, 0.85, 0.8], patience: 4, minDelta: 0.3 }),
  );
  expect(verdict?.remedies[0]).toBe("minDelta: 0, or well below what one epoch brings");
});

it("says nothing of a run that went on, or ended otherwise", () => {
  expect(earlyStoppingTooEager.judge({ ...stopped({}), ended: false })).toBeUndefined();
  expect(earlyStoppingTooEager.judge({ ...stopped({}), stopped: "by hand" })).toBeUndefined();
});
