import { describe, expect, it } from "vitest";
import { drawingOf } from "./drawing.ts";
import { placeOn } from "./figure-axis.ts";
import { widthOf } from "./lettering.ts";
import { svgOf } from "./svg-picture.ts";
import {
  barFigure,
  divergingFigure,
  lossFigure,
  parallelFigure,
  surfaceFigure,
  usualFigures,
  valleyFigure,
} from "./testing/figures.ts";
import { hardFigures } from "./testing/hard-figures.ts";
import type { Drawing } from "./view.ts";

const elementsOf = (drawing: Drawing): string => drawing.elements.join("\n");

/** Places of the texts of a class: `[x, y, words]`. */
const textsOf = (svg: string, classes: string): readonly (readonly [number, number, string])[] =>
  [...svg.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)" class="([^"]*)">([^<]*)</g)]
    .filter(([, , , names]) => names === classes)
    .map(([, x, y, , words]) => [Number(x), Number(y), words]);

const axesOf = ({ axes, frame }: Drawing) => {
  if (axes === undefined) throw new Error("the drawing has axes");
  const { x, y } = axes;
  return {
    across: (value: number) => frame.left + placeOn(x, value) * frame.width,
    down: (value: number) => frame.top + frame.height - placeOn(y, value) * frame.height,
  };
};

describe("every figure", () => {
  it.each([...usualFigures, ...hardFigures].map((figure) => [figure.title.slice(0, 60), figure] as const))(
    "is a well-formed picture: %s",
    (_, figure) => {
      const svg = svgOf(figure);
      expect(svg.replace(/>[^<]*</g, "><")).not.toMatch(/NaN|Infinity|undefined/);
      expect(svg).toContain("prefers-color-scheme: dark");
      expect(svg.length).toBeLessThan(110_000);
      const open: string[] = [];
      for (const [tag, closing, name] of svg.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
        if (tag.endsWith("/>")) continue;
        if (closing) expect(open.pop()).toBe(name);
        else open.push(name);
      }
      expect(open).toEqual([]);
    },
  );

  it("has a place in a narrow page as well", () => {
    for (const figure of [...usualFigures, ...hardFigures]) {
      const { frame, width } = drawingOf(figure, { width: 340, height: 300, isBare: true });
      expect(frame.left + frame.width).toBeLessThanOrEqual(width);
      expect(frame.width).toBeGreaterThan(80);
    }
  });
});

describe("curves", () => {
  it("lie where the marks of the axes are", () => {
    const figure = lossFigure(1, 3);
    const drawing = drawingOf({
      ...figure,
      series: [
        {
          name: "a",
          points: [
            [0, 1],
            [100, 1e-3],
            [200, 1e-6],
          ],
        },
      ],
    });
    const { across, down } = axesOf(drawing);
    expect(elementsOf(drawing)).toContain(
      `<path d="M${[across(0), down(1)].map((value) => value.toFixed(1).replace(/\.0$/, "")).join(",")}L`,
    );
    const marks = textsOf(elementsOf(drawing), "label end");
    const ten = marks.find(([, , words]) => words === "1e-4");
    expect(ten?.[1]).toBeCloseTo(down(1e-4) + 4, 0);
  });

  it("have their names beside their ends, none touching another", () => {
    const names = textsOf(elementsOf(drawingOf(lossFigure(8, 10))), "name");
    expect(names).toHaveLength(8);
    const heights = names.map(([, y]) => y).sort((a, b) => a - b);
    for (const [index, y] of heights.slice(1).entries()) expect(y - heights[index]).toBeGreaterThanOrEqual(14.9);
  });

  it("have a legend when there are many, or one ends early", () => {
    for (const figure of [lossFigure(20, 100), divergingFigure]) {
      const drawing = drawingOf(figure);
      const names = textsOf(elementsOf(drawing), "name");
      expect(names).toHaveLength(figure.series.length);
      expect(names.every(([, y]) => y < drawing.frame.top)).toBe(true);
      for (const [x, , words] of names) expect(x + widthOf(words)).toBeLessThanOrEqual(drawing.width);
    }
  });

  it("are told apart by colour and dash, twenty of them", () => {
    const lines = elementsOf(drawingOf(lossFigure(20, 100))).matchAll(
      /<path d="[^"]*" (class="curve c\d+"( stroke-dasharray="[^"]*")?)/g,
    );
    expect(new Set([...lines].map(([, look]) => look)).size).toBe(20);
  });

  it("leave the picture where a run diverges, which is said", () => {
    const drawing = drawingOf(divergingFigure);
    expect(elementsOf(drawing)).toContain("loss goes on, above the picture, up to");
    expect(drawing.axes?.y.to).toBeLessThan(1e6);
  });

  it("look at a part, at a share, without the hidden", () => {
    const figure = lossFigure(3);
    const drawing = drawingOf(figure, { x: [100, 200], hidden: new Set([1]), logY: false });
    expect(drawing.axes?.x).toMatchObject({ from: 100, to: 200 });
    expect(drawing.axes?.y.isLogarithmic).toBeUndefined();
    expect(textsOf(elementsOf(drawing), "name").map(([, , words]) => words)).toEqual(["gradient descent", "nesterov"]);
  });
});

describe("contours and surfaces", () => {
  it("put paths and minima on their axes", () => {
    const drawing = drawingOf(valleyFigure());
    const { across, down } = axesOf(drawing);
    const [[x, y]] = textsOf(elementsOf(drawing), "name over");
    expect(x - 9).toBeCloseTo(across(1), 0);
    expect(y + 7).toBeCloseTo(down(1), 0);
    const starts = [...elementsOf(drawing).matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="4" class="open/g)];
    expect(starts).toHaveLength(3);
    for (const [, cx, cy] of starts) {
      expect(Number(cx)).toBeCloseTo(across(-1), 0);
      expect(Number(cy)).toBeCloseTo(down(1.5), 0);
    }
  });

  it("draw a part of the paths", () => {
    const whole = elementsOf(drawingOf(valleyFigure()));
    const half = elementsOf(drawingOf(valleyFigure(), { share: 0.01 }));
    expect(half.length).toBeLessThan(whole.length);
  });

  it("turn", () => {
    const one = drawingOf(surfaceFigure());
    const other = drawingOf(surfaceFigure(), { turn: 1 });
    expect(elementsOf(other)).not.toBe(elementsOf(one));
    expect(elementsOf(one).match(/ fill="#/g)).toHaveLength(32 * 32);
  });
});

it("draws trials through their values, the lowest result last", () => {
  const lines = [
    ...elementsOf(drawingOf(parallelFigure)).matchAll(/<path d="[^"]*" class="(lost|curve thin r\d)"/g),
  ].map(([, look]) => look);
  expect(lines).toHaveLength(64);
  expect(lines[0]).toBe("lost");
  expect(lines.at(-1)).toBe("curve thin r0");
});

it("draws bars as long as their values", () => {
  const drawing = drawingOf(barFigure);
  const widths = [...elementsOf(drawing).matchAll(/<rect [^>]*width="([\d.]+)"[^>]*class="dot c1"/g)].map(([, width]) =>
    Number(width),
  );
  expect(widths).toHaveLength(3);
  expect(widths[1] / widths[0]).toBeCloseTo(0.146 / 0.5, 2);
});
