import type { Generator } from "../../random/index.ts";
import { side } from "./canvas.ts";
import { turn } from "./outline.ts";

/** Brightness at a pixel, as a factor about 1. */
export type Texture = (x: number, y: number) => number;

/** A wave of period 1 between −1 and 1, made of straight lines. */
const wave = (phase: number): number => 4 * Math.abs(phase - Math.floor(phase) - 0.5) - 1;

const clamp = (value: number): number => Math.min(1, Math.max(-1, value));

const plain: Texture = () => 1;

const stripes = (random: Generator): Texture => {
  const [cosine, sine] = turn(random.uniform(-1, 1));
  const period = random.uniform(2.5, 8);
  const phase = random.uniform();
  const depth = random.uniform(0.1, 0.38);
  const sharpness = random.uniform(1, 3);
  return (x, y) => 1 + depth * clamp(sharpness * wave((x * cosine + y * sine) / period + phase));
};

const checks = (random: Generator): Texture => {
  const across = stripes(random);
  const along = stripes(random);
  return (x, y) => 0.5 * (across(x, y) + along(y, -x));
};

/** Smooth blotches: random heights on a coarse grid, joined linearly. */
const blotches = (random: Generator): Texture => {
  const cells = 4 + random.integer(5);
  const depth = random.uniform(0.15, 0.4);
  const heights = random.fillUniform(new Float64Array((cells + 1) * (cells + 1)), 1 - depth, 1 + depth);
  const scale = cells / side;
  return (x, y) => {
    const [u, v] = [x * scale, y * scale];
    const [i, j] = [Math.floor(u), Math.floor(v)];
    const corner = j * (cells + 1) + i;
    const upper = heights[corner] + (u - i) * (heights[corner + 1] - heights[corner]);
    const lower = heights[corner + cells + 1] + (u - i) * (heights[corner + cells + 2] - heights[corner + cells + 1]);
    return upper + (v - j) * (lower - upper);
  };
};

/** Light from one side. */
const shading = (random: Generator): Texture => {
  const [cosine, sine] = turn(random.uniform(-1, 1));
  const slope = random.uniform(-0.5, 0.5) / side;
  return (x, y) => 1 + slope * ((x - side / 2) * cosine + (y - side / 2) * sine);
};

const fabrics = [() => plain, () => plain, shading, stripes, checks, blotches] as const;

/** A fabric drawn at random: plain, shaded, striped, checked or blotched. */
export const randomTexture = (random: Generator): Texture => fabrics[random.integer(fabrics.length)](random);
