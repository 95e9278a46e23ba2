import { expect, it } from "vitest";
import { encodeJsonLine, parseJsonLines } from "../events/index.ts";
import { findingLine, nonFiniteLine, observationsFrom, probeLine, setupLine } from "./log.ts";
import { epochAt, probeAt, seenOf, setupFor, stepsWith } from "./testing/seen.ts";

const setup = setupFor({ rates: [{ update: 1, rate: Number.NaN }] });

it("comes back from the lines of a log as it went in, numbers that are not finite among them", () => {
  const seen = seenOf({
    setup,
    steps: [
      ...stepsWith([2, 1.5, Number.POSITIVE_INFINITY]),
      { step: 3, epoch: 1, loss: Number.NaN, learningRate: 0.01, skipped: "the loss is NaN" },
    ],
    probes: [probeAt(1), probeAt(2, { gradientNorm: Number.NaN })],
    epochs: [epochAt(1)],
    nonFinite: { step: 4, pass: "forward", layer: "dense", operation: "exp", value: "NaN" },
    stopped: "enough",
  });
  const { nonFinite } = seen;
  const lines = [
    setupLine(seen.setup),
    ...seen.steps.map((step) => ({ kind: "step", ...step, metrics: { accuracy: 0.5 } })),
    ...seen.probes.map(probeLine),
    ...(nonFinite ? [nonFiniteLine(nonFinite)] : []),
    ...seen.epochs.map((epoch) => ({ kind: "epoch", ...epoch })),
    findingLine({
      id: "diverging",
      severity: "error",
      sentence: "It diverges.",
      evidence: [],
      remedies: [],
      confidence: 1,
      page: "docs/findings/diverging.md",
    }),
    { kind: "note", text: "of another kind" },
    { kind: "step", step: "damaged" },
    { kind: "end", stopped: "enough" },
  ];
  const text = lines.map((line) => `${encodeJsonLine(line)}\n`).join("");
  expect(observationsFrom(parseJsonLines(text, "log.jsonl"))).toEqual(seen);
});

it("leaves gradients out of the log", () => {
  const gradients = { w: { shape: [1], values: Float32Array.of(1) } };
  expect(probeLine(probeAt(1, { gradients }))).toEqual({ kind: "probe", ...probeAt(1) });
});

it("drops what was done twice by a run that went on, and is open until it ends", () => {
  const step = (number: number, loss: number) => ({ kind: "step", step: number, epoch: 1, loss, learningRate: 0.1 });
  const seen = observationsFrom([
    setupLine(setup),
    ...[1, 2, 3, 4].map((number) => step(number, 1)),
    { kind: "probe", ...probeAt(4) },
    { kind: "end" },
    { kind: "resume", step: 2 },
    setupLine(setupFor({ seed: 9 })),
    step(3, 0.5),
  ]);
  expect(seen.steps.map(({ loss }) => loss)).toEqual([1, 1, 0.5]);
  expect(seen.probes).toEqual([]);
  expect(seen).toMatchObject({ ended: false, setup: { seed: 0 } });
});

it("says what lacks", () => {
  expect(() => observationsFrom([], "a/log.jsonl")).toThrow(
    'a/log.jsonl: it must have a line of kind "setup", got none',
  );
});
