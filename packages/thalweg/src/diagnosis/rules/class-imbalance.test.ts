import { describe, expect, it } from "vitest";
import { epochAt, factsOf, seenOf, setupFor } from "../testing/seen.ts";
import { classImbalance } from "./class-imbalance.ts";

const judge = (classes: readonly number[], accuracy: number | undefined, loss = 0.3, changes = {}) =>
  classImbalance.judge(
    seenOf({
      setup: setupFor({ data: factsOf({ classes }), ...changes }),
      epochs: [1, 2].map((epoch) => epochAt(epoch, { loss, metrics: accuracy === undefined ? {} : { accuracy } })),
    }),
  );

describe("class-imbalance", () => {
  it("begins at ten to one", () => {
    expect(judge([900, 90], 0.91)).toBeDefined();
    expect(judge([899, 90], 0.91)).toBeUndefined();
    expect(judge([500, 500], 0.5)).toBeUndefined();
    expect(judge([900, 0], 0.9)).toBeUndefined();
  });

  it("is a warning where the small class is given up, and advice where it is not", () => {
    const given = judge([950, 50], 0.95);
    expect(given?.severity).toBe("warning");
    expect(given?.sentence).toBe(
      "The classes are of very different size, 50 examples of class 1 and 950 of class 0: answering 0 always is right for 95 %, " +
        "and the network does hardly better.",
    );
    // 0.95 + 0.3·0.05.
    expect(judge([950, 50], 0.964)?.severity).toBe("warning");
    expect(judge([950, 50], 0.966)?.severity).toBe("advice");
  });

  it("goes by the loss where accuracy is not measured", () => {
    const entropy = -(0.95 * Math.log(0.95) + 0.05 * Math.log(0.05));
    expect(judge([950, 50], undefined, 0.71 * entropy)?.severity).toBe("warning");
    expect(judge([950, 50], undefined, 0.69 * entropy)?.severity).toBe("advice");
  });

  it("leaves letters of a text alone", () => {
    expect(judge([9000, 90], 0.95)).toBeUndefined();
  });

  it("names the weight of the rare class", () => {
    const binary = { loss: { name: "binaryCrossEntropy", expects: "logits" }, outputShape: [1] } as const;
    expect(judge([950, 50], 0.95, 0.3, binary)?.remedies[0]).toMatch(/positiveWeight: 19 \}/);
    expect(judge([950, 50], 0.95)?.remedies[0]).toMatch(/classWeights\(train\)/);
  });
});
