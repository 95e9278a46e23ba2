import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as room from "./index.ts";
import { scheduleFromSpec, schedules } from "./registry.ts";
import { anySchedule } from "./testing/any-schedule.ts";
import { samples } from "./testing/samples.ts";

const { warmup } = room;

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

  it.each(Object.keys(samples))("loads any %s back, equal at any step", (kind) => {
    const steps = fc.array(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(anySchedule(kind), steps, (saved, at) => {
        const loaded = scheduleFromSpec(JSON.parse(JSON.stringify(saved.spec)));
        expect(loaded.spec).toEqual(saved.spec);
        expect(at.map(loaded)).toEqual(at.map(saved));
        expect(at.every((t) => Number.isFinite(saved(t)) && saved(t) >= 0)).toBe(true);
      }),
    );
  });

  it.each(Object.values(schedules))("says what each option of $kind is", ({ required, defaults, options }) => {
    expect(Object.keys(options)).toEqual([...required, ...Object.keys(defaults)]);
    for (const { says } of Object.values(options)) expect(says).toMatch(/^\S.*\S$/);
  });

  it.each(Object.values(schedules))("gives an example of $kind, the same as options and in code", (shape) => {
    const inCode = new Function(...Object.keys(room), `return ${shape.example.code}`);
    expect(inCode(...Object.values(room)).spec).toEqual(
      scheduleFromSpec({ kind: shape.kind, ...shape.example.options }).spec,
    );
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
