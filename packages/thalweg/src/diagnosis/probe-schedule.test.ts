import { describe, expect, it } from "vitest";
import { isLookDue, type ProbeSchedule, probeRequestAt } from "./probe-schedule.ts";

const probed = (until: number, schedule?: ProbeSchedule): number[] =>
  Array.from({ length: until }, (_, index) => index + 1).filter((update) => probeRequestAt(update, schedule));

describe("probeRequestAt", () => {
  it("looks often at first, by doublings with halves, then at even distances", () => {
    expect(probed(650)).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 100, 200, 256, 300, 400, 500, 600]);
    expect(probed(100, { every: 20 })).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 20, 40, 60, 64, 80, 100]);
    expect(probed(5, { every: 1 })).toEqual([1, 2, 3, 4, 5]);
  });

  it("measures the turn up to 128 and at every second interval after, the curvature ever more rarely", () => {
    const turns = probed(1100).filter((update) => probeRequestAt(update)?.turn);
    expect(turns).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 100, 200, 400, 600, 800, 1000]);
    const curvatures = probed(5000).filter((update) => probeRequestAt(update)?.curvature);
    expect(curvatures).toEqual([4, 64, 256, 2048]);
  });
});

describe("probeRequestAt, where it need not be thorough", () => {
  const schedule = { thorough: false };

  it("looks at doublings and at even distances, always with the turn", () => {
    expect(probed(450, schedule)).toEqual([1, 2, 4, 8, 16, 32, 64, 100, 200, 300, 400]);
    expect(probed(450, schedule).every((update) => probeRequestAt(update, schedule)?.turn)).toBe(true);
  });

  it("measures the curvature of long runs alone", () => {
    expect(probed(20_000, schedule).filter((update) => probeRequestAt(update, schedule)?.curvature)).toEqual([
      2048, 16_384,
    ]);
  });
});

describe("isLookDue", () => {
  it("grows rarer with the run", () => {
    let last = 0;
    const looks = Array.from({ length: 10_000 }, (_, index) => index + 1).filter((update) => {
      if (!isLookDue(update, last)) return false;
      last = update;
      return true;
    });
    expect(looks.slice(0, 22)).toEqual(Array.from({ length: 22 }, (_, index) => (index < 21 ? index + 1 : 23)));
    expect(looks.length).toBeLessThan(160);
  });
});
