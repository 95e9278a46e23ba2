import { expect, it } from "vitest";
import { packed, unpacked } from "./packed.ts";
import { usualFigures } from "./testing/figures.ts";
import { hardFigures, wickedName } from "./testing/hard-figures.ts";

it("gives figures back, and cannot end the element it stands in", () => {
  const figures = [...usualFigures, ...hardFigures];
  const text = packed(figures);
  expect(text).not.toMatch(/[<>&\u2028\u2029]/);
  const back = unpacked(text);
  expect(back.map(({ kind, title }) => [kind, title])).toEqual(figures.map(({ kind, title }) => [kind, title]));
  expect(back.some(({ title }) => title === wickedName)).toBe(true);
});

it("keeps numbers to nine digits and gaps as gaps", () => {
  const values = Float64Array.of(1 / 3, Number.NaN, Number.POSITIVE_INFINITY, 1e-300);
  const grid = { x: [0, 1], y: [0, 1], values };
  const [figure] = unpacked(
    packed([
      { kind: "contour", title: "", x: { label: "" }, y: { label: "" }, z: { label: "" }, grid, paths: [], points: [] },
    ]),
  );
  expect(figure.kind === "contour" && figure.grid.values).toEqual(
    Float64Array.of(0.333333333, Number.NaN, Number.NaN, 1e-300),
  );
});
