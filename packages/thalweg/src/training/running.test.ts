import { describe, expect, it } from "vitest";
import { dense, type LayerLike, sequential } from "../layers/index.ts";
import { mse } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { startRunning } from "./running.ts";

const start = (model: LayerLike) => startRunning({ model, loss: mse(), optimizer: adam() }, [784]);

describe("startRunning", () => {
  it("refuses models without anything to train", () => {
    expect(() => start(sequential([(x) => x.neg()]))).toThrow("Trainer: the model has no parameters to train");
  });

  it("refuses models that no device can hold, before it draws their weights", () => {
    expect(() => start(sequential([dense(1_000_000), dense(1)]))).toThrow(
      /^Trainer: the model's \d+ weights and their gradients take 5\.9 GiB, and devices have at most 4 GiB/,
    );
  });
});
