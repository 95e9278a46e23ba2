import { expect, it } from "vitest";
import { dense, relu, sequential } from "../layers/index.ts";
import { crossEntropy } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { zeros } from "../tensor/index.ts";
import { stepMemory } from "./step-memory.ts";
import { Trainer } from "./trainer.ts";

const trainer = new Trainer({
  model: sequential([dense(32, { activation: relu() }), dense(16, { activation: relu() }), dense(4)]),
  loss: crossEntropy(),
  optimizer: adam(),
  inputShape: [8],
});
const parameters = 8 * 32 + 32 + 32 * 16 + 16 + 16 * 4 + 4;

it("tells what the weights, their gradients and the optimizer take", () => {
  const { weights, kept, optimizer, largest } = stepMemory(trainer, zeros([64, 8]), zeros([64], "int32"));
  expect(weights).toBe(4 * parameters);
  // Arrays of many parameters end at a multiple of 64 bytes.
  expect(kept - weights).toBeGreaterThanOrEqual(0);
  expect(kept - weights).toBeLessThan(64);
  expect(optimizer).toBe(2 * 4 * parameters);
  expect(largest).toBe(64 * 32 * 4);
});

it("tells the activations that the backward pass needs, and how much room is used again", () => {
  const memory = stepMemory(trainer, zeros([64, 8]), zeros([64], "int32"));
  expect(memory.held).toBe(4 * 64 * (32 + 16));
  expect(memory.scratch).toBeGreaterThanOrEqual(memory.scratchAtOnce);
  expect(memory.scratchWithoutReuse).toBeGreaterThan(memory.scratch);
  expect(memory.scratchAtOnce).toBeGreaterThanOrEqual(memory.held);
});

it("refuses inputs of another shape", () => {
  expect(() => stepMemory(trainer, zeros([64, 9]), zeros([64], "int32"))).toThrow(
    "stepPlan: x: the model takes inputs",
  );
});
