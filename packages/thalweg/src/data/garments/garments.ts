import { ThalwegError } from "../../errors/thalweg-error.ts";
import { Generator } from "../../random/index.ts";
import { clothing } from "../clothing.ts";
import type { Dataset } from "../dataset.ts";
import { drawBag } from "./bag.ts";
import { drawBoot } from "./boot.ts";
import { Canvas, type Pose, side } from "./canvas.ts";
import { drawDress } from "./dress.ts";
import { turn } from "./outline.ts";
import { drawSandal } from "./sandal.ts";
import { drawSneaker } from "./sneaker.ts";
import { randomTexture } from "./texture.ts";
import { drawCoat, drawPullover, drawShirt, drawTshirt } from "./tops.ts";
import { drawTrouser } from "./trouser.ts";

export interface GarmentsOptions {
  /** Number of training examples. */
  readonly train?: number;
  /** Number of test examples. */
  readonly test?: number;
  readonly seed?: number;
}

/** What draws each class of `clothing`. */
const drawings = [
  drawTshirt,
  drawTrouser,
  drawPullover,
  drawDress,
  drawCoat,
  drawSandal,
  drawShirt,
  drawSneaker,
  drawBag,
  drawBoot,
] as const;

const randomPose = (random: Generator): Pose => {
  const [cosine, sine] = turn(random.uniform(-0.1, 0.1));
  const width = random.uniform(9.6, 13) * (random.uniform() < 0.5 ? 1 : -1);
  const height = random.uniform(10, 13);
  const shear = random.uniform(-0.12, 0.12);
  return {
    centre: [side / 2 + random.uniform(-2.3, 2.3), side / 2 + random.uniform(-2.3, 2.3)],
    matrix: [cosine * width, (cosine * shear - sine) * height, sine * width, (sine * shear + cosine) * height],
  };
};

/** About normal with deviation 1: four bytes of a hashed counter, added. */
const pixelNoise = (key: number, pixel: number): number => {
  let bits = Math.imul(key ^ Math.imul(pixel + 1, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0xc2b2ae35);
  bits ^= bits >>> 13;
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - 510) / 147.8;
};

/** Cuts a strip out of the picture, as if something lay on the garment. */
const hide = (canvas: Canvas, random: Generator): void => {
  const [x, y] = [random.uniform(-0.8, 0.8), random.uniform(-0.8, 0.8)];
  const [dx, dy] = [random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5)];
  canvas.line(
    [
      [x - dx, y - dy],
      [x + dx, y + dy],
    ],
    random.uniform(0.1, 0.3),
    0,
  );
};

/** Draws one garment into 28 × 28 bytes. */
const drawInto = (pixels: Uint8Array, canvas: Canvas, label: number, random: Generator): void => {
  canvas.start(randomPose(random));
  drawings[label](canvas, random);
  if (random.uniform() < 0.2) hide(canvas, random);
  const texture = randomTexture(random);
  const brightness = random.uniform(85, 200);
  const noise = random.uniform(2, 16);
  const key = random.bits();
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const fabric = canvas.cover[pixel] > 0 ? texture(pixel % side, Math.floor(pixel / side)) : 1;
    const value = brightness * canvas.tone[pixel] * fabric + noise * pixelNoise(key, pixel);
    pixels[pixel] = Math.min(255, Math.max(0, Math.round(value)));
  }
};

const drawSplit = (split: "train" | "test", count: number, seed: number): Dataset => {
  const root = new Generator(seed, "garments", split);
  const canvas = new Canvas();
  const images = new Uint8Array(count * side * side);
  const labels = new Int32Array(count);
  let order = new Int32Array();
  for (let example = 0; example < count; example += 1) {
    const place = example % drawings.length;
    // Every ten examples hold each class once, in an order of their own.
    if (place === 0) order = root.derive("order", example).permutation(drawings.length);
    labels[example] = order[place];
    const pixels = images.subarray(example * side * side, (example + 1) * side * side);
    drawInto(pixels, canvas, labels[example], root.derive(example));
  }
  return {
    name: `garments/${split}`,
    inputs: { values: images, shape: [count, side, side, 1] },
    targets: { values: labels, shape: [count] },
    classes: clothing,
  };
};

/** Their pixels take 784 MB, and four times as much in float32. */
const mostExamples = 1_000_000;

const checkCount = (count: number, name: string): void => {
  if (Number.isInteger(count) && count > 0 && count <= mostExamples) return;
  throw new ThalwegError(
    "argument",
    `garments: ${name} must be a whole number of examples from 1 to ${mostExamples}, got ${count}`,
  );
};

/**
 * Ten classes of clothing drawn by code, in the form of Fashion-MNIST: uint8 [n, 28, 28, 1] in
 * [0, 255], with random cut, pose, fabric, brightness and noise. Example i depends on the seed, the
 * split and i alone, so that a larger set begins with the smaller one.
 *
 * @example
 * const { train, test } = garments({ train: 6000, test: 1000, seed: 0 });
 */
export const garments = ({
  train = 6000,
  test = 1000,
  seed = 0,
}: GarmentsOptions = {}): { train: Dataset; test: Dataset } => {
  checkCount(train, "train");
  checkCount(test, "test");
  return { train: drawSplit("train", train, seed), test: drawSplit("test", test, seed) };
};
