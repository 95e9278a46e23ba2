/** From three directions to two: a parallel projection, seen from above and from one side. */
import type { Frame, Pixel } from "./svg.ts";

/** How high the highest point stands against half the width of the ground. */
const rise = 0.85;

export const usualTurn = -0.65;
export const usualTilt = 0.68;

export interface Projection {
  /** u and v from −1 to 1, height from 0 to 1. */
  readonly pixel: (u: number, v: number, height: number) => Pixel;
  /** How near a place of the ground is. */
  readonly nearness: (u: number, v: number) => number;
}

export const projectionInto = ({ left, top, width, height }: Frame, turn = usualTurn, tilt = usualTilt): Projection => {
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const [flat, up] = [Math.sin(tilt), rise * Math.cos(tilt)];
  // The ground may be turned at will without leaving the picture.
  const scale = Math.min(width / (2 * Math.SQRT2), height / (2 * Math.SQRT2 * flat + up));
  const [middle, bottom] = [left + width / 2, top + (height + (2 * Math.SQRT2 * flat + up) * scale) / 2];
  const nearness = (u: number, v: number): number => u * sine - v * cosine;
  return {
    nearness,
    pixel: (u, v, share) => [
      middle + (u * cosine + v * sine) * scale,
      bottom + ((nearness(u, v) - Math.SQRT2) * flat - share * up) * scale,
    ],
  };
};
