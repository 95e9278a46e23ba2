import { readFileSync } from "node:fs";
import { schedules } from "thalweg/schedules";
import { expect, it } from "vitest";

it("shows every schedule of the registry, in a small file; npm run pictures draws it", () => {
  const svg = readFileSync(new URL("schedules.svg", import.meta.url), "utf8");
  const kinds = Object.keys(schedules);
  expect([...svg.matchAll(/class="title">([^<]*)</g)].map(([, kind]) => kind)).toEqual(kinds);
  expect(svg.match(/<polyline /g)).toHaveLength(kinds.length);
  expect(svg).not.toMatch(/="[^"]*(NaN|Infinity)/);
  expect(svg.length).toBeLessThan(60_000);
});
