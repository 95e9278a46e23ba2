import fc from "fast-check";
import { expect, it } from "vitest";
import { factsIn } from "./facts.ts";

it("names plain values with dots, lists with commas, schedules and warmups as they are typed", () => {
  const facts = factsIn({
    optimizer: "adam",
    hidden: [256, 128],
    augment: [],
    set: { beta1: "0.8", nesterov: "false" },
    schedule: { kind: "warmup", steps: 10, schedule: { kind: "oneCycle", peak: 0.1 } },
    warmup: { fraction: 0.07 },
    blas: null,
  });
  expect(Object.fromEntries(facts)).toEqual({
    optimizer: "adam",
    hidden: "256,128",
    augment: "none",
    "set.beta1": 0.8,
    "set.nesterov": "false",
    schedule: "warmup-one-cycle",
    "schedule.steps": 10,
    "schedule.schedule.peak": 0.1,
    warmup: "7%",
  });
  expect(factsIn({ warmup: { steps: 100 } }).get("warmup")).toBe(100);
});

it("reads numbers that JSON has no words for", () => {
  expect(Object.fromEntries(factsIn({ a: "NaN", b: "-Infinity", c: "Infinity" }))).toEqual({
    a: Number.NaN,
    b: -Infinity,
    c: Infinity,
  });
});

it("finds every plain value of any object once, and nothing else", () => {
  const leaf = fc.oneof(fc.integer(), fc.boolean());
  const name = fc.stringMatching(/^[a-z]{1,5}$/).filter((each) => each !== "kind" && each !== "warmup");
  const tree = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, leaf, fc.dictionary(name, tie("node"), { maxKeys: 4 })),
  })).node;
  const leaves = (value: unknown): number =>
    typeof value === "object" && value !== null
      ? Object.values(value).reduce((sum: number, inner) => sum + leaves(inner), 0)
      : 1;
  fc.assert(
    fc.property(fc.dictionary(name, tree, { maxKeys: 4 }), (fields) => {
      expect(factsIn(fields).size).toBe(leaves(fields));
    }),
  );
});
