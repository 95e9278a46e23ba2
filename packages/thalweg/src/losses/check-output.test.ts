import { describe, expect, it } from "vitest";
import { dense, sequential, sigmoid, softmax } from "../layers/index.ts";
import { softmax as softmaxOf } from "../tensor/index.ts";
import { checkOutput } from "./check-output.ts";
import { binaryCrossEntropy, crossEntropy, mse } from "./index.ts";

describe("checkOutput", () => {
  it("refuses probabilities where logits are expected", () => {
    const message =
      "crossEntropy: expects logits, but the model ends in probabilities (softmax or sigmoid); remove that last activation";
    expect(() => checkOutput(sequential([dense(10), softmax()]), crossEntropy())).toThrow(message);
    expect(() => checkOutput(sequential([dense(10), softmaxOf]), crossEntropy())).toThrow(message);
    expect(() => checkOutput(dense(10, { activation: softmaxOf }), crossEntropy())).toThrow(message);
    expect(() => checkOutput(sequential([dense(1), sigmoid()]), binaryCrossEntropy())).toThrow(
      /^binaryCrossEntropy: expects logits.*since predict applies it$/,
    );
  });

  it("refuses values where probabilities are expected", () => {
    expect(() => checkOutput(sequential([dense(10)]), crossEntropy({ from: "probabilities" }))).toThrow(
      "add softmax()",
    );
  });

  it("lets through what fits and what it cannot know", () => {
    checkOutput(sequential([dense(10)]), crossEntropy());
    checkOutput(sequential([dense(10), softmax()]), crossEntropy({ from: "probabilities" }));
    checkOutput(sequential([dense(10), (x) => x.mul(2)]), crossEntropy({ from: "probabilities" }));
    checkOutput(sequential([dense(1), sigmoid()]), mse());
  });
});
