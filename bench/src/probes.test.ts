import { expect, it } from "vitest";
import { probeShare } from "./probes.ts";

it("adds up what is measured at which updates", () => {
  const times = { plain: 1, norms: 1.5, turn: 4, curvature: 41.5 };
  // 1001 to 2000: ten looks, five of them with the turn, and the curvature at none.
  expect(probeShare(times, 1001, 2000)).toBeCloseTo((5 * 0.5 + 5 * 3) / 1000, 12);
  // 2001 to 3000: the same, and the curvature at 2048, which is a look of its own.
  expect(probeShare(times, 2001, 3000)).toBeCloseTo((5 * 0.5 + 5 * 3 + 0.5 + 40) / 1000, 12);
  expect(probeShare({ plain: 2, norms: 2, turn: 2, curvature: 2 }, 1, 500)).toBe(0);
});
