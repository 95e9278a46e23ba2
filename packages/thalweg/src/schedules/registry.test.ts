import { describe, expect, it } from "vitest";
import * as room from "./index.ts";
import { scheduleFromSpec, schedules } from "./registry.ts";
import type { Schedule } from "./schedule.ts";

const { cosine, joined, perEpoch, scaled, warmup } = room;

const samples: Record<string, Schedule> = {
  constant: room.constant(0.1),
  step: room.step({ initial: 0.1, every: 3 }),
  multiStep: room.multiStep({ initial: 0.1, milestones: [2, 5] }),
  exponential: room.exponential({ initial: 0.1, decay: 0.9, floor: 0.01 }),
  staircase: room.staircase({ initial: 0.1, decay: 0.9, every: 4 }),
  inverseTime: room.inverseTime({ initial: 0.1, decay: 0.5, staircase: true, every: 2 }),
  inverseSquareRoot: room.inverseSquareRoot({ peak: 0.1, warmup: 5, from: 0 }),
  polynomial: room.polynomial({ initial: 0.1, total: 12, power: 3, cycle: true }),
  linear: room.linear({ initial: 0.1, final: 0.2, total: 15 }),
  cosine: cosine({ peak: 0.1, total: 15, periodic: true }),
  cosineRestarts: room.cosineRestarts({ peak: 0.1, period: 4, growth: 2, shrink: 0.9 }),
  warmup: warmup(5, cosine({ peak: 0.1, total: 15 }), { from: 0.01 }),
  warmupCosine: room.warmupCosine({ peak: 0.1, warmup: 5, total: 15, floor: 0.01 }),
  warmupStableDecay: room.warmupStableDecay({ peak: 0.1, warmup: 5, decay: 5, total: 18, fall: "squareRoot" }),
  oneCycle: room.oneCycle({ peak: 0.1, total: 18, fall: 0.8 }),
  cyclic: room.cyclic({ floor: 0.01, peak: 0.1, up: 3, mode: "triangular2" }),
  joined: joined([{ until: 4, schedule: 0.3 }, { schedule: joined([{ schedule: cosine({ peak: 0.1, total: 9 }) }]) }]),
  scaled: scaled(0.5, warmup(5, 0.1)),
  perEpoch: perEpoch(cosine({ peak: 0.1, total: 5 }), 3),
};

describe("schedules", () => {
  it("names every schedule under its kind", () => {
    expect(Object.keys(schedules).sort()).toEqual(Object.keys(samples).sort());
    for (const [name, shape] of Object.entries(schedules)) {
      expect(shape.kind).toBe(name);
      expect(Object.keys(room)).toContain(name);
      for (const text of [shape.summary, shape.formula, shape.source]) expect(text).not.toBe("");
    }
  });

  it.each(Object.keys(samples))("loads %s back from its spec as JSON", (name) => {
    const saved = samples[name];
    expect(saved.spec.kind).toBe(name);
    const loaded = scheduleFromSpec(JSON.parse(JSON.stringify(saved.spec)));
    expect(loaded.spec).toEqual(saved.spec);
    for (let t = 0; t < 25; t++) expect(loaded(t)).toBe(saved(t));
  });

  it("writes all options into a spec, defaults too", () => {
    expect(samples.warmupCosine.spec).toEqual({
      kind: "warmupCosine",
      peak: 0.1,
      warmup: 5,
      total: 15,
      floor: 0.01,
      from: 0,
    });
  });
});

describe("scheduleFromSpec", () => {
  it("suggests the nearest name and option", () => {
    expect(() => scheduleFromSpec({ kind: "cosin", peak: 1, total: 2 })).toThrow(
      "scheduleFromSpec: there is no schedule cosin; did you mean cosine?",
    );
    expect(() => scheduleFromSpec({ kind: "cosine", peek: 1, total: 2 })).toThrow(
      "cosine: there is no option peek; did you mean peak?",
    );
    expect(() => scheduleFromSpec({ kind: "toString" })).toThrow("there is no schedule toString");
  });

  it("names an option that is missing", () => {
    expect(() => scheduleFromSpec({ kind: "cosine", peak: 1 })).toThrow("cosine: total must be given");
  });

  it("does not invent a function that was not saved", () => {
    const { spec } = warmup(3, (t) => t);
    expect(() => scheduleFromSpec(spec)).toThrow("a schedule that was a plain function was not saved");
  });
});
