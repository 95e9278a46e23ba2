import { describe, expect, it } from "vitest";
import { deepProbe, deepSetup } from "../testing/deep.ts";
import { seenOf } from "../testing/seen.ts";
import { explodingGradients } from "./exploding-gradients.ts";

const setup = deepSetup(5);

const judged = (outputs: readonly number[], step = 1, steps = 0) =>
  explodingGradients.judge(
    seenOf({ setup: { ...setup, steps }, probes: [deepProbe(setup, step, { outputs }), deepProbe(setup, step + 1)] }),
  );

const growing = (factor: number): readonly number[] => [0, 1, 2, 3, 4].map((depth) => factor ** depth);

describe("exploding gradients", () => {
  it("begin where outputs grow ten times", () => {
    // 1.77⁴ = 9.82, 1.79⁴ = 10.27
    expect(judged(growing(1.77))).toBeUndefined();
    const verdict = judged(growing(1.79));
    expect(verdict?.evidence[0].value).toBeCloseTo(1.79 ** 4, 10);
    expect(verdict?.sentence).toMatch(/^Values grow 10.3 times from dense to dense_4 .*, 1.79 times a layer/);
    expect(verdict?.confidence).toBe(0.85);
    expect(judged(growing(3))?.confidence).toBe(0.99);
  });

  it("are advice where many layers grow a little each", () => {
    const many = deepSetup(21);
    const severity = (factor: number) => {
      const outputs = Array.from({ length: 21 }, (_, depth) => factor ** depth);
      return explodingGradients.judge(seenOf({ setup: many, probes: [deepProbe(many, 1, { outputs })] }))?.severity;
    };
    expect(severity(1.19)).toBe("advice");
    expect(severity(1.29)).toBe("advice");
    expect(severity(1.31)).toBeUndefined();
    const more = deepSetup(41);
    const outputs = Array.from({ length: 41 }, (_, depth) => 1.19 ** depth);
    const verdict = explodingGradients.judge(seenOf({ setup: more, probes: [deepProbe(more, 1, { outputs })] }));
    expect(verdict).toMatchObject({ sentence: expect.stringMatching(/^Values grow 1050 times/) });
    expect(verdict?.severity).toBeUndefined();
  });

  it("are more than one layer that begins large", () => {
    expect(judged([1, 1, 1, 1, 300])).toBeUndefined();
  });

  it("are looked for before the first update only", () => {
    expect(judged(growing(3), 2)).toBeUndefined();
    expect(judged(growing(3), 101, 100)).toBeDefined();
  });

  it("need four layers", () => {
    const shallow = deepSetup(3);
    const probes = [deepProbe(shallow, 1, { outputs: [1, 10, 100] })];
    expect(explodingGradients.judge(seenOf({ setup: shallow, probes }))).toBeUndefined();
    expect(explodingGradients.judge(seenOf({ setup }))).toBeUndefined();
  });
});
