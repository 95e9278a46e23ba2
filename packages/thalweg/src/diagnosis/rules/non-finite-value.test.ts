import { describe, expect, it } from "vitest";
import type { NonFinite } from "../../training/index.ts";
import type { Observations } from "../observations.ts";
import { factsOf, probeAt, seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { nonFiniteValue } from "./non-finite-value.ts";

const found = (changes: Partial<NonFinite> = {}): NonFinite => ({
  step: 7,
  pass: "forward",
  layer: "function",
  operation: "log",
  value: "Infinity",
  ...changes,
});

/** Six updates with these losses, and then `out` batches that were left out. */
const seenWith = (nonFinite: NonFinite, out = 6, losses = [1, 1, 1, 1, 1, 1], changes: Partial<Observations> = {}) =>
  seenOf({
    steps: [
      ...stepsWith(losses),
      ...Array.from({ length: out }, () => ({
        step: 6,
        epoch: 1,
        loss: Number.NaN,
        learningRate: 0.01,
        skipped: "NaN",
      })),
    ],
    nonFinite,
    ...changes,
  });

const judged = (...given: Parameters<typeof seenWith>) => nonFiniteValue.judge(seenWith(...given));

describe("a value that is not finite", () => {
  it.each<readonly [Partial<NonFinite>, RegExp, RegExp]>([
    [{}, /^At update 7 a value became infinite in function, on the way forward, at log: the logarithm of 0/, /maximum/],
    [{ operation: "exp" }, /at exp: eˣ is infinite in float32 from x = 88\.8 on/, /softmax/],
    [{ operation: "div", value: "NaN" }, /became NaN \(no number\).*divided by 0/, /deviation\.add\(1e-5\)/],
    [{ operation: "div", pass: "backward" }, /on the way back, at div: a slope is infinite/, /under roots/],
    [{ operation: "mul" }, /at mul: numbers became larger than 3\.4·10³⁸/, /make what goes in smaller/],
    [{ operation: "inputs", pass: "inputs", value: "NaN" }, /^The data hold a value that is NaN/, /on the inputs/],
    [{ operation: "dense/weight", pass: "weights" }, /^The weights of dense\/weight hold/, /checkpoint/],
    [{ operation: "sub", pass: "loss" }, /infinite in the loss, at sub/, /smaller/],
  ])("%o", (changes, sentence, remedy) => {
    const verdict = judged(found(changes));
    expect(verdict?.sentence).toMatch(sentence);
    expect(verdict?.remedies[0]).toMatch(remedy);
    expect(verdict?.confidence).toBe(0.97);
  });

  it("counts those of the data, as far as they were looked at", () => {
    const data = factsOf({ inputs: { nonFinite: 3 } });
    const verdict = judged(found({ pass: "inputs", operation: "inputs", value: "NaN" }), 1, [1, 1, 1, 1, 1, 1], {
      setup: setupFor({ data }),
    });
    expect(verdict?.sentence).toMatch(/and there are 3 in the 1000 examples that were looked at/);
  });

  it("is an error where a fifth of the batches is left out, and a warning below", () => {
    const losses = new Array<number>(16).fill(1);
    expect(judged(found(), 4, losses)?.severity).toBeUndefined();
    expect(judged(found(), 3, losses)?.severity).toBe("warning");
    expect(judged(found(), 3, losses)?.sentence).toMatch(/3 of 19 batches were left out/);
  });

  it("is the end of a divergence where loss or weights had grown", () => {
    expect(judged(found(), 6, [1, 1, 1, 10, 50, 99])?.confidence).toBe(0.97);
    const grown = judged(found(), 6, [1, 1, 1, 10, 50, 101]);
    expect(grown?.sentence).toMatch(/Before that the loss had grown 101 times: the run was diverging/);
    expect(grown?.confidence).toBe(0.5);
    expect(grown?.remedies[0]).toBe("divide the learning rate by 10: 0.001");
    const probes = (last: number) => [probeAt(1, { weightNorm: 2 }), probeAt(6, { weightNorm: last })];
    expect(judged(found(), 6, undefined, { probes: probes(61) })?.confidence).toBe(0.5);
    expect(judged(found(), 6, undefined, { probes: probes(59) })?.confidence).toBe(0.97);
  });

  it("is told where its place is not known, and not where there is none", () => {
    const { nonFinite: _, ...without } = seenWith(found());
    expect(nonFiniteValue.judge(without)?.sentence).toMatch(/^A value was NaN or infinite at the batch after update 6/);
    expect(nonFiniteValue.judge(seenOf({ steps: stepsWith([1, 1]) }))).toBeUndefined();
  });
});
