import { describe, expect, it } from "vitest";
import { epochAt, factsOf, seenOf, setupFor } from "../testing/seen.ts";
import { overfitting } from "./overfitting.ts";

const judge = (validated: readonly number[], trained: readonly number[], callbacks: readonly string[] = []) =>
  overfitting.judge(
    seenOf({
      setup: setupFor({ validation: factsOf(), callbacks: callbacks.map((name) => ({ name, options: {} })) }),
      epochs: validated.map((loss, index) =>
        epochAt(index + 1, { loss: trained[index], validation: { loss, metrics: {} } }),
      ),
    }),
  );

const falling = [0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1];
const low = falling.map((loss) => loss / 10);

describe("overfitting", () => {
  it("says at which epoch it was best", () => {
    const verdict = judge([0.6, 0.5, 0.45, 0.5, 0.55, 0.6, 0.65], falling);
    expect(verdict?.sentence).toBe(
      "The validation loss was best after epoch 3, with 0.45, and has risen to 0.65 by epoch 7, while the training loss " +
        "fell from 0.4 to 0.1: the network learns its examples by heart.",
    );
    expect(verdict?.severity).toBe("warning");
    expect(verdict?.remedies[0]).toMatch(/keeps the weights of epoch 3/);
    expect(judge([0.6, 0.5, 0.45, 0.5, 0.55, 0.6, 0.65], falling, ["earlyStopping"])?.severity).toBe("advice");
  });

  it("begins at a tenth of the loss and a twentieth of ln(classes)", () => {
    // 0.1·0.5 and 0.05·0.693 = 0.0347: the former binds.
    expect(judge([0.6, 0.5, 0.51, 0.53, 0.551, 0.552, 0.552], falling)?.severity).toBe("advice");
    expect(judge([0.6, 0.5, 0.51, 0.53, 0.545, 0.548, 0.549], falling)).toBeUndefined();
    expect(judge([0.6, 0.05, 0.06, 0.07, 0.0849, 0.086, 0.086], low)).toBeDefined();
    expect(judge([0.6, 0.05, 0.06, 0.07, 0.083, 0.084, 0.084], low)).toBeUndefined();
  });

  it("leaves a gap, noise, a late best and a training loss at rest alone", () => {
    expect(judge([0.6, 0.5, 0.45, 0.44, 0.44, 0.44, 0.44], falling)).toBeUndefined();
    // Up and down by 0.1 from epoch to epoch.
    expect(judge([0.6, 0.4, 0.5, 0.42, 0.51, 0.41, 0.5], falling)).toBeUndefined();
    expect(judge([0.6, 0.5, 0.45, 0.4, 0.3, 0.6, 0.7], falling)).toBeUndefined();
    expect(judge([0.6, 0.5, 0.45, 0.5, 0.55, 0.6, 0.65], new Array(7).fill(0.4))).toBeUndefined();
  });

  it("needs validation data", () => {
    expect(
      overfitting.judge(seenOf({ epochs: falling.map((loss, index) => epochAt(index + 1, { loss })) })),
    ).toBeUndefined();
  });
});
