import fc from "fast-check";
import { expect, it } from "vitest";
import { spread } from "./end-labels.ts";

it("leaves what does not touch, and moves what does as little as it can", () => {
  expect(spread([10, 50, 100], 15, [0, 200])).toEqual([10, 50, 100]);
  expect(spread([50, 50], 20, [0, 200])).toEqual([40, 60]);
  expect(spread([52, 50, 48], 10, [0, 200])).toEqual([60, 50, 40]);
  expect(spread([0, 0, 0], 10, [0, 200])).toEqual([0, 10, 20]);
});

it("keeps the order and the gap, within the room there is", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 450 }), { minLength: 1, maxLength: 20 }), (wished) => {
      const places = spread(wished, 15, [0, 400]);
      const order = [...wished.keys()].sort((a, b) => wished[a] - wished[b]);
      for (const [position, index] of order.entries()) {
        expect(places[index]).toBeGreaterThanOrEqual(-1e-9);
        expect(places[index]).toBeLessThanOrEqual(400 + 1e-9);
        if (position > 0) expect(places[index] - places[order[position - 1]]).toBeGreaterThanOrEqual(15 - 1e-9);
      }
    }),
  );
});
