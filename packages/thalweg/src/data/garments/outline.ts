import type { Outline } from "./canvas.ts";

/** Where shoes stand, toes to the left. */
export const ground = 0.5;

/** The right half of an outline, from top to bottom, closed by its mirror image. */
export const mirrored = (half: Outline): Outline => [...half, ...half.map(([x, y]) => [-x, y] as const).reverse()];

/** Rounds the corners of a closed outline. Chaikin 1974, "An algorithm for high-speed curve generation". */
export const rounded = (outline: Outline, rounds = 2): Outline => {
  let current = outline;
  for (let round = 0; round < rounds; round += 1) {
    const before = current;
    current = before.flatMap(([x0, y0], index) => {
      const [x1, y1] = before[(index + 1) % before.length];
      return [
        [0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1],
        [0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1],
      ] as const;
    });
  }
  return current;
};

/** A rectangle with the given centre and size. */
export const box = (x: number, y: number, width: number, height: number): Outline => [
  [x - width / 2, y - height / 2],
  [x + width / 2, y - height / 2],
  [x + width / 2, y + height / 2],
  [x - width / 2, y + height / 2],
];

/** Cosine and sine of the angle 2·atan(half): exact arithmetic in place of library functions. */
export const turn = (half: number): [cosine: number, sine: number] => {
  const square = half * half;
  return [(1 - square) / (1 + square), (2 * half) / (1 + square)];
};
