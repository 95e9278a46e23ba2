import { describe, expect, it } from "vitest";
import { type LinePoint, strongWolfe } from "./strong-wolfe.ts";

type Line = (step: number) => LinePoint;

/** The test functions 4 to 6: two kinks, as narrow as b1 and b2 say. */
const twoKinks = (b1: number, b2: number): Line => {
  const gamma = (b: number) => Math.sqrt(1 + b * b) - b;
  return (a) => ({
    value: gamma(b1) * Math.hypot(1 - a, b2) + gamma(b2) * Math.hypot(a, b1),
    slope: (-gamma(b1) * (1 - a)) / Math.hypot(1 - a, b2) + (gamma(b2) * a) / Math.hypot(a, b1),
  });
};

const ripples: Line = (a) => {
  const [b, l] = [0.01, 39];
  const wave = (2 * (1 - b)) / (l * Math.PI);
  const [value, slope] =
    Math.abs(a - 1) >= b ? [Math.abs(1 - a), Math.sign(a - 1)] : [(a - 1) ** 2 / (2 * b) + b / 2, (a - 1) / b];
  const phase = (l * Math.PI * a) / 2;
  return { value: value + wave * Math.sin(phase), slope: slope + (1 - b) * Math.cos(phase) };
};

/** Moré & Thuente 1994, section 5, with the c1 and c2 of their tables. */
const classics: readonly { name: string; phi: Line; c1: number; c2: number }[] = [
  { name: "1", phi: (a) => ({ value: -a / (a * a + 2), slope: (a * a - 2) / (a * a + 2) ** 2 }), c1: 0.001, c2: 0.1 },
  {
    name: "2",
    phi: (a) => ({
      value: (a + 0.004) ** 5 - 2 * (a + 0.004) ** 4,
      slope: 5 * (a + 0.004) ** 4 - 8 * (a + 0.004) ** 3,
    }),
    c1: 0.1,
    c2: 0.1,
  },
  { name: "3", phi: ripples, c1: 0.1, c2: 0.1 },
  { name: "4", phi: twoKinks(0.001, 0.001), c1: 0.001, c2: 0.001 },
  { name: "5", phi: twoKinks(0.01, 0.001), c1: 0.001, c2: 0.001 },
  { name: "6", phi: twoKinks(0.001, 0.01), c1: 0.001, c2: 0.001 },
];

const firstSteps = [1e-3, 1e-1, 1e1, 1e3];
const searches = classics.flatMap(({ name, phi, c1, c2 }) =>
  firstSteps.flatMap((step) => [
    { name, phi, step, c1, c2 },
    { name, phi, step, c1: 1e-4, c2: 0.9 },
  ]),
);

describe("strongWolfe", () => {
  it.each(searches)("holds both conditions on function $name from step $step, c1 $c1, c2 $c2", (search) => {
    const { phi, step, c1, c2 } = search;
    const start = phi(0);
    const found = strongWolfe(phi, start, { step, c1, c2 });
    expect(found.satisfied).toBe(true);
    expect(found.trials).toBeLessThanOrEqual(14);
    expect(found.point).toEqual(phi(found.step));
    expect(found.point.value).toBeLessThanOrEqual(start.value + c1 * found.step * start.slope);
    expect(Math.abs(found.point.slope)).toBeLessThanOrEqual(c2 * Math.abs(start.slope));
  });

  it("finds a parabola's minimum with the second trial, from either side", () => {
    const parabola: Line = (a) => ({ value: (a - 3) ** 2, slope: 2 * (a - 3) });
    for (const step of [1, 8]) {
      const { step: found, trials } = strongWolfe(parabola, parabola(0), { step, c2: 1e-9 });
      expect(found).toBeCloseTo(3, 14);
      expect(trials).toBe(2);
    }
  });

  it.each([
    ["NaN", Number.NaN, 1],
    ["−∞", Number.NEGATIVE_INFINITY, 1],
    ["+∞", Number.POSITIVE_INFINITY, 1],
    ["finite with a slope that is not", 0, Number.NaN],
  ])("backs off from where φ is %s", (_, value, slope) => {
    const walled: Line = (a) => (a < 0.3 ? { value: (a - 0.25) ** 2, slope: 2 * (a - 0.25) } : { value, slope });
    const found = strongWolfe(walled, walled(0), { step: 100, c2: 0.1 });
    expect(found.satisfied).toBe(true);
    expect(found.step).toBeLessThan(0.3);
    expect(found.step).toBeCloseTo(0.25, 1);
  });

  it("stays at the start where nothing is lower", () => {
    const uphill: Line = (a) => ({ value: a, slope: -1 });
    expect(strongWolfe(uphill, uphill(0))).toMatchObject({ step: 0, satisfied: false, trials: 26 });
    expect(strongWolfe(uphill, uphill(0), { narrowest: 1e-2 }).trials).toBeLessThan(10);
    const nowhere: Line = (a) => (a === 0 ? { value: 1, slope: -1 } : { value: Number.NaN, slope: Number.NaN });
    expect(strongWolfe(nowhere, nowhere(0))).toMatchObject({ step: 0, point: { value: 1 }, satisfied: false });
  });

  it("gives the lowest step so far of a function that falls for ever", () => {
    const falling: Line = (a) => ({ value: -a, slope: -1 });
    const { step, satisfied, trials } = strongWolfe(falling, falling(0), { trials: 5 });
    expect({ satisfied, trials }).toEqual({ satisfied: false, trials: 5 });
    expect(step).toBeGreaterThan(1);
  });

  it("hands back what else the caller found at the step", () => {
    const phi = (a: number) => ({ value: (a - 1) ** 2, slope: 2 * (a - 1), name: `at ${a}` });
    expect(strongWolfe(phi, phi(0)).point.name).toBe("at 1");
  });
});
