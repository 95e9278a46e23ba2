import type { Generator } from "../../random/index.ts";
import type { Canvas, Outline } from "./canvas.ts";
import { box, mirrored, rounded, turn } from "./outline.ts";

/** Measures of an upper garment, in garment space. */
interface Top {
  readonly shoulder: number;
  readonly chest: number;
  readonly waist: number;
  readonly hem: number;
  /** Height of the hem, down from the middle. */
  readonly bottom: number;
  readonly neckWidth: number;
  readonly neckDepth: number;
  readonly sleeve: number;
  readonly sleeveWidth: number;
  readonly cuff: number;
}

const shoulderHeight = -0.8;

/** A sleeve from the shoulder, `half` being the tangent of half its angle from hanging straight down. */
const sleeveOutline = (top: Top, half: number, hand: 1 | -1): Outline => {
  const [down, out] = turn(half);
  const [x, y] = [top.shoulder - 0.04, shoulderHeight + 0.05];
  const at = (along: number, across: number): [number, number] => [
    hand * (x + along * out - across * down),
    y + along * down + across * out,
  ];
  return [at(0, 0), at(top.sleeve, 0), at(top.sleeve, top.cuff), at(0.05, top.sleeveWidth)];
};

const drawTop = (canvas: Canvas, random: Generator, top: Top): void => {
  const half = random.uniform(0.06, 0.34) + (top.sleeve < 0.7 ? 0.1 : 0);
  const sleeveTone = random.uniform(0.82, 1.05);
  for (const hand of [1, -1] as const) {
    const outline = sleeveOutline(top, half + random.uniform(-0.04, 0.04), hand);
    canvas.fill(outline, sleeveTone);
    canvas.line([outline[3], outline[0]], 0.05, sleeveTone * random.uniform(0.6, 0.9));
  }
  const body = mirrored([
    [top.neckWidth, shoulderHeight - 0.07],
    [top.shoulder, shoulderHeight + 0.03],
    [top.chest, -0.35],
    [top.waist, 0.1],
    [top.hem, top.bottom],
  ]);
  canvas.fill(body, 1);
  const neck = mirrored([
    [top.neckWidth, shoulderHeight - 0.1],
    [top.neckWidth * 0.8, shoulderHeight + top.neckDepth * 0.6],
    [top.neckWidth * 0.3, shoulderHeight + top.neckDepth],
  ]);
  canvas.fill(neck, random.uniform() < 0.5 ? 0 : random.uniform(0.3, 0.6));
};

/** Measures every upper garment shares; each draws its own sleeves and length. */
const body = (random: Generator): Omit<Top, "bottom" | "sleeve" | "cuff"> => {
  const chest = random.uniform(0.36, 0.5);
  return {
    shoulder: chest + random.uniform(0, 0.1),
    chest,
    waist: chest * random.uniform(0.86, 1),
    hem: chest * random.uniform(0.92, 1.1),
    neckWidth: random.uniform(0.13, 0.22),
    neckDepth: random.uniform(0.06, 0.2),
    sleeveWidth: random.uniform(0.24, 0.32),
  };
};

export const drawTshirt = (canvas: Canvas, random: Generator): void => {
  const top = body(random);
  const sleeve = random.uniform(0.25, 0.5);
  drawTop(canvas, random, { ...top, bottom: random.uniform(0.55, 0.8), sleeve, cuff: random.uniform(0.22, 0.32) });
  if (random.uniform() < 0.4) {
    const print = box(0, random.uniform(-0.3, 0), random.uniform(0.25, 0.5), random.uniform(0.15, 0.45));
    canvas.fill(rounded(print, 1), random.uniform(0.45, 1.5));
  }
};

export const drawPullover = (canvas: Canvas, random: Generator): void => {
  const top = { ...body(random), bottom: random.uniform(0.6, 0.85) };
  const sleeve = random.uniform(1.05, 1.4);
  drawTop(canvas, random, { ...top, sleeve, cuff: random.uniform(0.14, 0.2) });
  const ribbing = random.uniform(0.6, 0.85);
  canvas.fill(box(0, top.bottom - 0.05, 2 * top.hem, random.uniform(0.08, 0.16)), ribbing);
  const collar: Outline = [
    [-top.neckWidth, shoulderHeight - 0.08],
    [0, shoulderHeight + top.neckDepth],
    [top.neckWidth, shoulderHeight - 0.08],
  ];
  canvas.line(collar, 0.08, ribbing);
};

export const drawShirt = (canvas: Canvas, random: Generator): void => {
  const top = { ...body(random), neckDepth: random.uniform(0.06, 0.14), bottom: random.uniform(0.6, 0.85) };
  const short = random.uniform() < 0.45;
  const sleeve = short ? random.uniform(0.3, 0.5) : random.uniform(1.05, 1.35);
  drawTop(canvas, random, { ...top, sleeve, cuff: short ? random.uniform(0.22, 0.3) : random.uniform(0.14, 0.2) });
  const trim = random.uniform() < 0.7 ? random.uniform(0.25, 0.55) : random.uniform(1.4, 1.7);
  for (const hand of [1, -1]) {
    const flap: Outline = [
      [hand * 0.02, shoulderHeight + top.neckDepth],
      [hand * (top.neckWidth + 0.04), shoulderHeight - 0.14],
      [hand * (top.neckWidth + 0.08), shoulderHeight + 0.12],
    ];
    canvas.fill(flap, trim);
  }
  canvas.line(
    [
      [0, shoulderHeight + top.neckDepth],
      [0, top.bottom],
    ],
    random.uniform(0.09, 0.15),
    trim,
  );
  if (random.uniform() < 0.5) canvas.fill(box(0.22, -0.3, 0.18, 0.18), trim);
};

export const drawCoat = (canvas: Canvas, random: Generator): void => {
  const wide = body(random);
  const top = { ...wide, hem: wide.chest * random.uniform(1, 1.2), bottom: random.uniform(0.9, 1.1) };
  const sleeve = random.uniform(1.1, 1.45);
  drawTop(canvas, random, { ...top, sleeve, cuff: random.uniform(0.18, 0.26) });
  const lapel = random.uniform(-0.4, -0.05);
  const trim = random.uniform(0.65, 0.85);
  for (const hand of [1, -1]) {
    const flap: Outline = [
      [0, lapel],
      [hand * top.neckWidth, shoulderHeight - 0.1],
      [hand * (top.neckWidth + 0.14), shoulderHeight + 0.2],
    ];
    canvas.fill(flap, trim);
  }
  const gap = random.uniform(0.02, 0.07);
  const opening: Outline = [
    [-0.02, lapel],
    [0.02, lapel],
    [gap, top.bottom + 0.05],
    [-gap, top.bottom + 0.05],
  ];
  canvas.fill(opening, random.uniform(0.05, 0.3));
  if (random.uniform() < 0.4)
    canvas.line(
      [
        [-top.waist, 0.12],
        [top.waist, 0.12],
      ],
      0.1,
      random.uniform(0.5, 0.8),
    );
  if (random.uniform() < 0.6) {
    for (const hand of [1, -1])
      canvas.line(
        [
          [hand * 0.14, 0.4],
          [hand * 0.32, 0.36],
        ],
        0.06,
        random.uniform(0.4, 0.7),
      );
  }
};
